"""A new folder, and an additional upload: form → confirmation → done (S3-16…S3-19)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.bond_desk import bond_desk
from blueprints.bond_desk.forms import ABOUT, END, ENDS, AddForm, FolderForm, field_at, typed_of
from blueprints.bond_desk.upload import Refused, take_all
from blueprints.shared.access import requires, takes_files
from blueprints.shared.days import put_words
from blueprints.shared.office import current_actor, current_office, current_settings
from domain.access import Permission
from domain.bonds.folder import KIND_NAMES, LARGEST_UPLOAD, PAPER_NAMES, PaperKind
from domain.errors import InvalidInput, RuleViolation
from domain.pdf import MOST_BYTES
from domain.settings.table import BOND_YEARS
from queries.bond_record import Record, insurers, record
from services import bond_drafts, bond_folders
from services.bond_drafts import Draft
from services.bond_folders import Place

REFUSED = 422


@bond_desk.get("/new")
@requires(Permission.UPLOAD_BONDS)
def new() -> ResponseReturnValue:
    key = request.args.get("key", "") or current_office().randomness.token()
    return _form_page(_filled(key, None), key, None)


@bond_desk.post("/new")
@requires(Permission.UPLOAD_BONDS)
@takes_files(LARGEST_UPLOAD)
def check_new() -> ResponseReturnValue:
    return _check(None)


@bond_desk.get("/<int:folder_id>/add")
@requires(Permission.UPLOAD_BONDS)
def add(folder_id: int) -> ResponseReturnValue:
    _folder(folder_id)
    key = request.args.get("key", "") or current_office().randomness.token()
    return _form_page(_filled(key, folder_id), key, folder_id)


@bond_desk.post("/<int:folder_id>/add")
@requires(Permission.UPLOAD_BONDS)
@takes_files(LARGEST_UPLOAD)
def check_add(folder_id: int) -> ResponseReturnValue:
    return _check(folder_id)


@bond_desk.get("/new/confirm")
@requires(Permission.UPLOAD_BONDS)
def confirm_new() -> ResponseReturnValue:
    return _confirmation(request.args.get("key", ""), None)


@bond_desk.get("/<int:folder_id>/add/confirm")
@requires(Permission.UPLOAD_BONDS)
def confirm_add(folder_id: int) -> ResponseReturnValue:
    return _confirmation(request.args.get("key", ""), folder_id)


@bond_desk.post("/new/confirm")
@requires(Permission.UPLOAD_BONDS)
def make() -> ResponseReturnValue:
    """「登録する」: a second press leads to the folder the first one made."""
    key = request.form.get("key", "")
    form = _filled(key, None)
    assert isinstance(form, FolderForm)  # noqa: S101 — tells the type checker
    facts, end = form.read_facts(), form.read_end()
    if (made := bond_folders.made_with(current_office(), current_actor(), key)) is None:
        if facts is None or end is None:
            return redirect(url_for("bond_desk.new", key=key), 303)
        try:
            made = bond_folders.register(
                current_office(), current_actor(), key, facts, insurance_end=end, places=_places(key, None)
            )
        except InvalidInput as refusal:
            put_words(field_at(form, refusal.field), refusal)
            return _form_page(form, key, None), REFUSED
        flash(_("登録しました。閲覧用URLを受注者へ、閲覧用パスワードをあなたへ、別々のメールで送ります。"), "success")
    return redirect(url_for("bond_desk.folder", folder_id=made), 303)


@bond_desk.post("/<int:folder_id>/add/confirm")
@requires(Permission.UPLOAD_BONDS)
def make_addition(folder_id: int) -> ResponseReturnValue:
    _folder(folder_id)
    key = request.form.get("key", "")
    form = _filled(key, folder_id)
    if (end := form.read_end()) is None:
        return redirect(url_for("bond_desk.add", folder_id=folder_id, key=key), 303)
    try:
        bond_folders.add(
            current_office(), current_actor(), folder_id, key, insurance_end=end, places=_places(key, folder_id)
        )
    except RuleViolation as refusal:
        if refusal.status not in {400, 409}:
            raise
        put_words(field_at(form, refusal.field), refusal)
        return _form_page(form, key, folder_id), REFUSED
    flash(_("追加しました。閲覧用URLはそのままで、新しい閲覧用パスワードをあなたへメールで送ります。"), "success")
    return redirect(url_for("bond_desk.folder", folder_id=folder_id), 303)


def _draft(key: str, folder_id: int | None) -> Draft:
    return bond_drafts.draft(current_office(), current_actor(), key, folder_id=folder_id)


def _new_form(folder_id: int | None, **how: object) -> AddForm:
    if folder_id is not None:
        return AddForm(**how)
    return FolderForm(**how).offer(insurers(current_office(), current_actor()))


def _filled(key: str, folder_id: int | None) -> AddForm:
    """The form with what was typed before."""
    return _new_form(folder_id, formdata=None, data={**_draft(key, folder_id).typed, "key": key})


def _check(folder_id: int | None) -> ResponseReturnValue:
    """Keeps everything first; then says what is wrong, or goes on."""
    _folder(folder_id)
    form = _new_form(folder_id)
    key, names = form.key.data or "", ENDS if folder_id is not None else (*ABOUT, *ENDS)
    bond_drafts.keep_typed(current_office(), current_actor(), key, typed_of(form, names), folder_id=folder_id)
    refused = take_all(key, folder_id)
    if dropped := request.form.get("drop", ""):
        number = int(dropped) if dropped.isdigit() and len(dropped) < 18 else 0
        bond_drafts.drop_file(current_office(), current_actor(), key, number, folder_id=folder_id)
        return redirect(_here(key, folder_id), 303)
    end = form.read_end()
    good = end is not None and (not isinstance(form, FolderForm) or form.read_facts() is not None)
    if not good and isinstance(form, FolderForm) and end is None:
        form.read_facts()
    if not refused and not _draft(key, folder_id).files:
        put_words(form.files, InvalidInput("no_files"))
        good = False
    if refused or not good:
        return _form_page(form, key, folder_id, refused), REFUSED
    if folder_id is not None:
        return redirect(url_for("bond_desk.confirm_add", folder_id=folder_id, key=key), 303)
    return redirect(url_for("bond_desk.confirm_new", key=key), 303)


def _here(key: str, folder_id: int | None) -> str:
    if folder_id is not None:
        return url_for("bond_desk.add", folder_id=folder_id, key=key)
    return url_for("bond_desk.new", key=key)


def _form_page(form: AddForm, key: str, folder_id: int | None, refused: list[Refused] | None = None) -> str:
    form.key.data = key
    return render_template(
        "bond_desk/upload.html",
        form=form,
        key=key,
        draft=_draft(key, folder_id),
        refused=refused or [],
        folder=_folder(folder_id),
        end=END,
        years=current_settings()[BOND_YEARS],
        largest=MOST_BYTES,
    )


def _folder(folder_id: int | None) -> Record | None:
    return record(current_office(), current_actor(), folder_id) if folder_id is not None else None


def _confirmation(key: str, folder_id: int | None) -> ResponseReturnValue:
    # First of all: of a strange folder nobody hears more than that there is none.
    folder = _folder(folder_id)
    form, draft = _filled(key, folder_id), _draft(key, folder_id)
    end = form.read_end()
    facts = form.read_facts() if isinstance(form, FolderForm) else None
    if end is None or not draft.files or (folder_id is None and facts is None):
        return redirect(_here(key, folder_id), 303)
    names = dict(insurers(current_office(), current_actor()))
    return render_template(
        "bond_desk/confirm.html",
        key=key,
        draft=draft,
        facts=facts,
        insurer=names.get(facts.insurer_id, "") if facts else "",
        end=end,
        folder=folder,
        kind_names=KIND_NAMES,
        paper_names=PAPER_NAMES,
        first=PaperKind.NOTICE_OF_CHANGE if folder_id is not None else PaperKind.BOND,
        back=_here(key, folder_id),
    )


def _places(key: str, folder_id: int | None) -> Mapping[int, Place]:
    """What each file is and replaces, as chosen; a value nobody was offered is a refusal."""
    places = {}
    for file in _draft(key, folder_id).files:
        paper = request.form.get(f"paper_{file.id}", PaperKind.BOND)
        replaces = request.form.get(f"replaces_{file.id}", "")
        if paper not in set(PaperKind):
            raise InvalidInput("not_a_choice", "files")
        places[file.id] = Place(
            paper=PaperKind(paper), replaces=int(replaces) if replaces.isdigit() and len(replaces) < 18 else None
        )
    return places
