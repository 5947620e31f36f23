"""The one table of who may open which page, written out by hand.

Every rule of the address map has an entry; a rule without one fails the tests.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.web.matrix.world import (
    EVERYBODY,
    MEMBERS,
    NOBODY,
    ORGANISING,
    ROLES,
    VISITORS,
    Thing,
    World,
)

TO_SIGN_IN, FORBIDDEN, HIDDEN = 302, 403, 404
ANYBODY = frozenset(ROLES)
ADMINS = frozenset({"admin"})
AUDITING = frozenset({"admin", "auditor"})
FOUNDING = frozenset({"moderator", "admin"})
Who = Callable[[Thing], frozenset[str]]


@dataclass(frozen=True)
class Page:
    """One page.

    `of` is the kind of thing it shows, "" for none; `may` the people who may open it, of those
    who may know of the thing; `ok` the status they get. `refusal` is what other members get.
    `is_public`: a visitor with a right gets in, too.
    """

    of: str = ""
    may: frozenset[str] | Who = ANYBODY
    ok: int = 200
    refusal: int = FORBIDDEN
    is_public: bool = False

    def allowed(self, thing: Thing | None) -> frozenset[str]:
        if not callable(self.may):
            return self.may
        assert thing is not None, "the people depend on the thing"
        return self.may(thing)

    def expected(self, role: str, thing: Thing | None) -> int:
        """Return the status that the role must get."""
        if role in VISITORS and not self.is_public:
            return TO_SIGN_IN
        if thing is not None and role not in thing.readers:
            return TO_SIGN_IN if role in VISITORS else HIDDEN
        if role in self.allowed(thing):
            return self.ok
        return TO_SIGN_IN if role in VISITORS else self.refusal


def _lesson_editors(thing: Thing) -> frozenset[str]:
    """Authors write drafts, returned and published lessons; reviewers classify what waits."""
    if thing.state in {"submitted", "in_review"}:
        return frozenset({"moderator"})
    if thing.state in {"draft", "changes_requested", "published"}:
        return frozenset({thing.owner})
    return NOBODY


def _correcting(thing: Thing) -> frozenset[str]:
    """Return who corrects a little of what is published, unless a new version has been begun."""
    return frozenset({thing.owner, "moderator"}) if thing.state == "published" else NOBODY


def _reassigning(thing: Thing) -> frozenset[str]:
    return frozenset({"moderator"}) if thing.state != "trashed" else NOBODY


def _merging(thing: Thing) -> frozenset[str]:
    known = {"submitted", "in_review", "published", "withdrawn"}
    return frozenset({"moderator"}) if thing.state in known else NOBODY


def _waiting(thing: Thing) -> frozenset[str]:
    under_review = thing.state in {"submitted", "in_review", "changes_requested"}
    return frozenset({"moderator"}) if under_review else NOBODY


def _to_assign(thing: Thing) -> frozenset[str]:
    """Return who passes on what waits: whoever reviews it."""
    return frozenset({"moderator"}) if thing.state in {"submitted", "in_review"} else NOBODY


def _flagging(thing: Thing) -> frozenset[str]:
    """Return who says what is wrong with a lesson: every reader of what is published."""
    in_use = thing.state in {"published", "withdrawn"}
    return MEMBERS if in_use or thing.name in {"lesson_public", "lesson_rewritten"} else NOBODY


def _remarked(thing: Thing) -> frozenset[str]:
    """Return who sees what reviewers remark: the author, and whoever reviews what is reviewed."""
    return frozenset({thing.owner}) | _waiting(thing)


def _thread_tenders(thing: Thing) -> frozenset[str]:
    """Return who moderates or facilitates; nobody changes what has been removed."""
    if thing.state == "removed":
        return NOBODY
    in_closed = thing.name in {"thread_closed", "thread_locked"}
    return frozenset({"moderator", "facilitator"} if in_closed else {"moderator"})


def _thread_editors(thing: Thing) -> frozenset[str]:
    """Return who tends the thread, and its author while it takes replies."""
    return _thread_tenders(thing) | _reply_author(thing)


def _reply_author(thing: Thing) -> frozenset[str]:
    return frozenset({thing.owner}) if thing.state == "open" else NOBODY


def _reply_removers(thing: Thing) -> frozenset[str]:
    """Return the author, also of a locked thread, and who tends it."""
    return NOBODY if thing.state == "removed" else _thread_tenders(thing) | {thing.owner}


def _cancelling(thing: Thing) -> frozenset[str]:
    return ORGANISING if thing.state in {"draft", "announced"} else NOBODY


def _charter_editors(thing: Thing) -> frozenset[str]:
    leads = {"facilitator"} if thing.name == "closed_community" else set()
    return frozenset({"moderator", *leads})


_open_list = Page(may=EVERYBODY, is_public=True)
_for_all = Page(is_public=True)
_for_members = Page(may=MEMBERS)
_admin = Page(may=ADMINS, refusal=HIDDEN)
_organising = Page("session", ORGANISING)
_recording_desk = Page("recording", ORGANISING)

PAGES: dict[str, Page] = {
    "home.front": _for_all,
    "home.about": _for_all,
    "home.accessibility": _for_all,
    "home.guide": _for_all,
    "home.privacy": _for_all,
    "home.read_date": _for_all,
    "home.healthz": _for_all,
    "home.readyz": Page(is_public=True, ok=503),  # no worker beats beside the tests
    "asset_file": _for_all,
    # Whoever is signed in already is led on.
    "accounts.login": Page(may=frozenset(VISITORS), refusal=303, is_public=True),
    "accounts.password": _for_members,
    "accounts.profile": _for_members,
    "accounts.sign_ins": _for_members,
    "accounts.show_member": _for_members,
    "admin.front": Page(may=AUDITING, refusal=HIDDEN, ok=303),
    "admin.journal": Page(may=AUDITING, refusal=HIDDEN),
    "admin.export_journal": Page(may=AUDITING, refusal=HIDDEN),
    "admin.agencies": _admin,
    "admin.edit_agency": _admin,
    "admin.new_agency": _admin,
    "admin.members": _admin,
    "admin.edit_member": _admin,
    "admin.new_member": _admin,
    "terms.index": Page(may=ADMINS, refusal=HIDDEN, ok=303),
    "terms.edit": _admin,
    "terms.scheme": _admin,
    "terms.synonyms": _admin,
    "communities.index": _open_list,
    "communities.new": Page(may=FOUNDING),
    "communities.show": Page("community", is_public=True),
    "communities.talk": Page("community", is_public=True),
    "communities.meetings": Page("community", is_public=True),
    "communities.members": Page("community"),
    "communities.edit": Page("community", _charter_editors),
    "lessons.index": _open_list,
    "lessons.new": _for_members,
    "lessons.show": Page("lesson", is_public=True),
    "lessons.print_page": Page("lesson", is_public=True),
    "lessons.history": Page("lesson"),
    "lessons.diff": Page("lesson"),
    "lessons.add_link": Page("lesson"),
    "lessons.trash_list": _for_members,
    "lessons.merge": Page("lesson", _merging),
    "lessons.remove": _admin,
    "lessons.redact": _admin,
    "lessons.edit": Page("lesson", _lesson_editors),
    "lessons.reassign": Page("lesson", _reassigning),
    "lessons.minor": Page("lesson", _correcting),
    "lessons.distil": Page("thread"),
    "lessons.who_writes": Page("lesson", _lesson_editors),
    "moderation.queue": Page(may=frozenset({"moderator"}), refusal=HIDDEN),
    "moderation.item": Page("lesson", _waiting, refusal=HIDDEN),
    "moderation.choose": Page("lesson", _to_assign, refusal=HIDDEN),
    "holidays.index": _admin,
    "experts.ask": Page("lesson", _waiting, refusal=HIDDEN),
    # Nobody has the secret of a link here; what one opens has tests of its own.
    "experts.answer": Page(is_public=True, ok=404),
    "flags.report": Page("lesson", _flagging),
    "flags.decide": Page("flag", frozenset({"moderator"})),
    "remarks.index": Page("lesson", _remarked, refusal=HIDDEN),
    "remarks.edit": Page("remark", frozenset({"moderator"})),
    "threads.index": _open_list,
    "threads.new": _for_members,
    "threads.show": Page("thread", is_public=True),
    "threads.reply": Page("thread", is_public=True, ok=302),
    "threads.edit": Page("thread", _thread_editors),
    "threads.ask_remove": Page("thread", _thread_tenders),
    "threads.edit_reply": Page("thread", _reply_author),
    "threads.ask_remove_reply": Page("thread", _reply_removers),
    "sessions.index": _open_list,
    "sessions.halls": _for_members,
    "sessions.new": Page(may=ORGANISING),
    "sessions.new_series": Page(may=ORGANISING),
    "sessions.show": Page("session", is_public=True),
    "sessions.edit": _organising,
    "sessions.agenda": _organising,
    "sessions.speakers": _organising,
    "sessions.new_recording": _organising,
    "sessions.new_material": _organising,
    "sessions.cancel": Page("session", _cancelling),
    "recordings.show": Page("recording", is_public=True),
    "recordings.media": Page("recording", is_public=True),
    "recordings.captions": Page("recording", is_public=True),
    "recordings.edit": _recording_desk,
    "recordings.new_chapter": _recording_desk,
    "recordings.new_transcript": _recording_desk,
    "materials.download": Page("material", is_public=True),
    "pictures.show": Page("picture", is_public=True),
    "notices.index": _for_members,
    "search.results": _open_list,
    "search.suggest": _for_all,
    "mentions.rows": _for_members,
    "following.index": _for_members,
    "queries.index": Page(may=frozenset({"moderator"}), refusal=HIDDEN),
    "queries.export": Page(may=frozenset({"moderator"}), refusal=HIDDEN),
    "words.index": _admin,
}


def things_for(page: Page, world: World) -> Iterator[Thing | None]:
    """Return what to fill the page's address with: every thing of its kind."""
    if page.of:
        yield from world.of_kind(page.of)
    else:
        yield None
