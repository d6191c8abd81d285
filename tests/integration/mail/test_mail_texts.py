"""The office writes its own mails, and sends what was sent once more (S4-199…S4-207)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from adapters.db.models import Application, MailText
from adapters.mail.smtp import SmtpTransport
from domain.access import Actor, Role
from domain.errors import Forbidden, InvalidInput, NotFound, RuleViolation
from domain.mail_texts import LONGEST_BODY, LONGEST_SUBJECT, MESSAGES, message_of
from services import mail_texts, outbox, resending
from services.office import Office
from tests.integration.mail.desk import SENDER, add_staff, audited, mail_of, write_to

OPENING, CLOSING = '{% include "_parts/opening.txt" %}\n', '\n{% include "_parts/closing.txt" %}'
OWN = f"{OPENING}\n当社の言葉で、審査の完了をお知らせします。\n{CLOSING}"


def actor_of(office: Office, role: Role = Role.ADMINISTRATOR) -> Actor:
    return Actor(kind="staff", name="管理 花子", staff_id=add_staff(office), roles=frozenset({role}))


def save(office: Office, actor: Actor, kind: str, body: str, *, subject: str = "当社からのお知らせ") -> None:
    edition = mail_texts.text_of(office, kind).edition
    mail_texts.save(office, actor, kind, subject=subject, body=body, edition=edition)


def refused(
    office: Office, actor: Actor, kind: str, subject: str, body: str
) -> tuple[str, str | None, Mapping[str, object]]:
    with pytest.raises(InvalidInput) as found:
        mail_texts.preview(office, actor, kind, subject=subject, body=body)
    return found.value.code, found.value.field, found.value.values


def test_our_own_words_pass_the_check_that_an_editors_must_pass(office: Office) -> None:
    """Whoever begins with ours and changes a word is not refused for what we wrote."""
    actor = actor_of(office)
    for text in mail_texts.all_texts(office):
        subject, body = mail_texts.preview(office, actor, text.kind, subject=text.subject, body=text.body)
        assert subject
        assert body.startswith("見本 太郎 様\nお申し込みコード: ABCD-EFGH-JKLM\n"), text.kind
        assert "お客様窓口" in body
        assert "{{" not in body
        assert message_of(text.kind).all_places[1].written == "{{ application.code | grouped }}"


def test_the_mails_of_the_list_can_all_be_written_s4_199_s4_205(office: Office) -> None:
    assert {
        "papers_arrived", "review_complete", "download_url", "certificate_expiry", "registration_changed",
        "revocation_planned", "revocation_done", "receipt_reminder",
    } <= set(MESSAGES)  # fmt: skip
    assert [text.kind for text in mail_texts.all_texts(office)] == list(MESSAGES)


def test_what_the_office_wrote_goes_out_from_then_on_and_ours_comes_back(office: Office, application_id: int) -> None:
    actor = actor_of(office)
    before = mail_of(office, write_to(office, application_id, "review_complete"))
    save(office, actor, "review_complete", OWN)
    own = mail_of(office, write_to(office, application_id, "review_complete"))
    assert own.subject == "当社からのお知らせ"
    assert "当社の言葉で、審査の完了をお知らせします。" in own.body
    assert own.body.startswith("セコム 太郎 様\n")
    text = mail_texts.text_of(office, "review_complete")
    assert (text.own, text.fault) == (True, None)
    mail_texts.restore(office, actor, "review_complete", edition=text.edition)
    again = mail_of(office, write_to(office, application_id, "review_complete"))
    assert (again.subject, again.body) == (before.subject, before.body)
    mail_texts.restore(office, actor, "review_complete", edition=mail_texts.text_of(office, "review_complete").edition)
    trail = [event for event in audited(office) if event.subject == "mail_text:review_complete"]
    assert [event.action for event in trail] == ["change_mail_text", "restore_mail_text"]
    assert "当社の言葉で" in str(trail[0].details["after"])


WRONG = [
    ("件名", OWN + "\n{{ aplication.name }}", ("mail_text_unknown_place", "body")),
    ("{{ reason }}", OWN, ("mail_text_unknown_place", "subject")),
    ("件名", OWN + "{% if %}", ("mail_text_syntax", "body")),
    ("件名", OWN + "{{ application.name | japanese_day }}", ("mail_text_fails", "body")),
    ("", OWN, ("required", "subject")),
    ("件名", " \n ", ("required", "body")),
    ("あ" * (LONGEST_SUBJECT + 1), OWN, ("too_long", "subject")),
    ("件名", OWN + "あ" * LONGEST_BODY, ("too_long", "body")),
]


def test_what_does_not_belong_in_a_mail_is_refused_at_its_place_before_it_is_kept(office: Office) -> None:
    actor = actor_of(office)
    for subject, body, expected in WRONG:
        assert refused(office, actor, "review_complete", subject, body)[:2] == expected
        with pytest.raises(InvalidInput):
            save(office, actor, "review_complete", body, subject=subject)
    assert not mail_texts.text_of(office, "review_complete").own


def test_the_line_of_an_unknown_place_is_named(office: Office) -> None:
    values = refused(office, actor_of(office), "rejected", "件名", f"{OPENING}\n\n{{{{ reasons }}}}")[2]
    assert (values["line"], values["name"]) == (4, "reasons")


def test_a_mail_must_say_whom_it_is_for_who_writes_and_whom_to_ask_s4_206(office: Office) -> None:
    code, field, values = refused(office, actor_of(office), "review_complete", "件名", OPENING + "本文")
    assert (code, field) == ("mail_text_lacks", "body")
    assert values["names"] == "お問い合わせ先の名称、お問い合わせの電話番号、お問い合わせのメールアドレス"


def test_a_mail_without_its_link_or_reason_is_refused(office: Office) -> None:
    actor, needing = actor_of(office), [message for message in MESSAGES.values() if message.needed]
    assert len(needing) == 9
    for message in needing:
        code, _, values = refused(office, actor, message.kind, "件名", OWN)
        meanings = {place.name: place.meaning for place in message.all_places}
        assert (code, values["names"]) == ("mail_text_lacks", "、".join(meanings[name] for name in message.needed))


def test_words_that_fail_at_work_hold_up_nothing_and_are_shown(office: Office, application_id: int) -> None:
    """As after an update that knows a place no longer: ours go out, and the editor sees why."""
    with office.database.write() as session:
        session.add(MailText(kind="review_complete", subject="x", body="{{ gone }}\n", changed_at=office.clock()))
    assert mail_of(office, write_to(office, application_id, "review_complete")).subject == "審査完了のお知らせ"
    fault = mail_texts.text_of(office, "review_complete").fault
    assert fault is not None
    assert (fault.code, fault.values["name"]) == ("mail_text_unknown_place", "gone")


def test_two_editors_do_not_undo_each_other_unseen(office: Office) -> None:
    actor = actor_of(office)
    stale = mail_texts.text_of(office, "review_complete").edition
    save(office, actor, "review_complete", OWN)
    for act in (
        lambda: mail_texts.save(office, actor, "review_complete", subject="x", body=OWN, edition=stale),
        lambda: mail_texts.restore(office, actor, "review_complete", edition=stale),
    ):
        with pytest.raises(RuleViolation, match="mail_text_changed_meanwhile"):
            act()
    assert mail_texts.text_of(office, "review_complete").subject == "当社からのお知らせ"


def test_only_who_manages_the_office_writes_and_only_these_mails(office: Office) -> None:
    reviewer = actor_of(office, Role.REVIEWER)
    for act in (
        lambda: mail_texts.preview(office, reviewer, "rejected", subject="x", body="x"),
        lambda: mail_texts.save(office, reviewer, "rejected", subject="x", body="x", edition=""),
        lambda: mail_texts.restore(office, reviewer, "rejected", edition=""),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(NotFound, match="no_such_message"):
        mail_texts.text_of(office, "staff_invitation")


def test_a_sent_mail_goes_out_once_more_to_the_address_of_today_s4_207(
    office: Office, application_id: int, transport: SmtpTransport
) -> None:
    actor = actor_of(office)
    first = write_to(office, application_id, "review_complete")
    with pytest.raises(RuleViolation, match="mail_not_sent_yet"):
        resending.send_again(office, actor, first)
    outbox.send_due(office, transport, SENDER)
    with office.database.write() as session:
        session.get_one(Application, application_id).email = "new@example.jp"
    copy = mail_of(office, resending.send_again(office, actor, first))
    sent = mail_of(office, first)
    assert (copy.state, copy.recipient, copy.subject, copy.body) == (
        "waiting",
        "new@example.jp",
        sent.subject,
        sent.body,
    )
    assert copy.message_id != sent.message_id
    assert audited(office)[-1].details["copy"] == copy.id
    assert outbox.send_due(office, transport, SENDER).sent == 1


def test_a_notice_to_the_former_address_goes_there_again(
    office: Office, application_id: int, transport: SmtpTransport
) -> None:
    first = write_to(office, application_id, "email_changed")
    outbox.send_due(office, transport, SENDER)
    with office.database.write() as session:
        session.get_one(Application, application_id).email = "new@example.jp"
    assert mail_of(office, resending.send_again(office, actor_of(office), first)).recipient == "taro@example.jp"


def test_what_cannot_go_again_says_why(office: Office, application_id: int, transport: SmtpTransport) -> None:
    actor = actor_of(office)
    secret, erased, other = (
        write_to(office, application_id, k) for k in ("download_url", "review_complete", "email_changed")
    )
    outbox.send_due(office, transport, SENDER)
    with office.database.write() as session:
        session.get_one(type(mail_of(office, erased)), erased).body = ""
        session.get_one(type(mail_of(office, other)), other).application_id = None
    for mail_id, code in ((secret, "mail_with_secret"), (erased, "mail_erased"), (other, "mail_not_about_application")):
        with pytest.raises(RuleViolation, match=code):
            resending.send_again(office, actor, mail_id)
    with pytest.raises(NotFound):
        resending.send_again(office, actor, 999)
    with pytest.raises(Forbidden):
        resending.send_again(office, actor_of_reader(), secret)


def actor_of_reader() -> Actor:
    return Actor(kind="staff", name="見る人", roles=frozenset({Role.AUDITOR}))
