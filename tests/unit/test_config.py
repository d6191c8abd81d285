"""Settings: where they come from, and which values never go into service."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Config, UnsafeConfiguration, data_folder, load


def write(folder: Path, text: str) -> Path:
    (folder / "madoguchi.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_any_setting_the_office_serves_this_machine_only(tmp_path: Path) -> None:
    config = load({}, data=tmp_path)
    assert config.public_url == "http://127.0.0.1:8000"
    assert not config.secure
    assert not config.demo
    assert config.database == tmp_path / "madoguchi.sqlite3"
    assert config.master_key == tmp_path / "keys" / "master.key"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, 'office_name = "ファイルの窓口"\nthreads = 4\ndemo = true\n')
    config = load({"MADOGUCHI_OFFICE_NAME": "環境の窓口", "MADOGUCHI_SMTP_PORT": "587"}, data=tmp_path)
    assert (config.office_name, config.threads, config.smtp_port, config.demo) == ("環境の窓口", 4, 587, True)


def test_the_folder_is_named_by_the_environment(tmp_path: Path) -> None:
    assert load({"MADOGUCHI_DATA": str(tmp_path)}).data == tmp_path


@pytest.mark.parametrize("text,value", [("1", True), ("true", True), ("YES", True), ("0", False), ("no", False)])
def test_yes_and_no_are_read(tmp_path: Path, text: str, value: bool) -> None:
    assert load({"MADOGUCHI_DEMO": text}, data=tmp_path).demo is value


@pytest.mark.parametrize(
    "file,environment,named",
    [
        ("colour = 'red'", {}, "colour"),
        ("threads = [8]", {}, "threads"),
        ("threads = ", {}, "madoguchi.toml"),
        ("", {"MADOGUCHI_THREADS": "many"}, "threads"),
        ("", {"MADOGUCHI_DEMO": "perhaps"}, "demo"),
        ("", {"MADOGUCHI_PUBLIC_URL": "madoguchi.example.jp"}, "public_url"),
        ("", {"MADOGUCHI_PUBLIC_URL": "ftp://madoguchi.example.jp"}, "public_url"),
        ("", {"MADOGUCHI_PUBLIC_URL": "https://"}, "public_url"),
        ("", {"MADOGUCHI_PUBLIC_URL": "http://madoguchi.example.jp"}, "public_url"),
        ("", {"MADOGUCHI_SMTP_TLS": "maybe"}, "smtp_tls"),
        ("", {"MADOGUCHI_SMTP_TLS": "none", "MADOGUCHI_SMTP_USER": "office"}, "smtp_user"),
    ],
)
def test_a_bad_setting_stops_the_start_and_is_named(
    tmp_path: Path, file: str, environment: dict[str, str], named: str
) -> None:
    write(tmp_path, file)
    with pytest.raises(UnsafeConfiguration, match=named):
        load(environment, data=tmp_path)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000"])
def test_plain_http_is_for_this_machine(url: str) -> None:
    config = Config(public_url=url)
    config.check()
    assert not config.secure


@pytest.mark.parametrize("url", ["https://madoguchi.example.jp", "HTTPS://madoguchi.example.jp"])
def test_https_is_for_everybody(url: str) -> None:
    config = Config(public_url=url)
    config.check()
    assert config.secure


def test_mail_without_tls_is_allowed_where_no_password_travels() -> None:
    config = Config(smtp_tls="none", smtp_host="127.0.0.1")
    config.check()
    assert not config.smtp_user


# --- where an office keeps its things -----------------------------------------------------------------


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The single file, in a folder of its own."""
    file = tmp_path / "office" / "madoguchi"
    file.parent.mkdir()
    file.touch()
    return file


def test_from_source_it_is_the_folder_instance() -> None:
    assert data_folder({}) == Path("instance")


def test_the_single_file_keeps_its_data_beside_itself(program: Path) -> None:
    assert data_folder({"HOME": "/nowhere"}, program) == program.parent / "madoguchi-data"


def test_a_program_for_everybody_keeps_its_data_with_its_user(program: Path) -> None:
    """Nobody looks for certificates in /usr/local/bin."""
    everybody = {"PATH": f"/usr/bin:{program.parent}", "HOME": "/srv/hanako"}
    assert data_folder(everybody, program) == Path("/srv/hanako/.local/share/madoguchi")
    assert data_folder(everybody | {"XDG_DATA_HOME": "/data"}, program) == Path("/data/madoguchi")


def test_data_that_lie_beside_the_file_are_not_left_for_an_empty_office(program: Path) -> None:
    (program.parent / "madoguchi-data").mkdir()
    everybody = {"PATH": str(program.parent), "HOME": "/srv/hanako"}
    assert data_folder(everybody, program) == program.parent / "madoguchi-data"


def test_the_environment_names_the_folder_for_the_single_file_too(program: Path) -> None:
    assert data_folder({"MADOGUCHI_DATA": "/srv/office"}, program) == Path("/srv/office")
