"""One thread: its page, and the addresses that lead to a place on it."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member, public, to_sign_in
from cop.communities import services as communities
from cop.communities.policies import reads_by_office
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Missing
from cop.core.markup import plain
from cop.core.paging import page_number
from cop.core.text import truncate
from cop.db import transaction
from cop.search.queries import alike
from cop.threads import policies, queries
from cop.threads.forms import KINDS, LinkForm, ReplyForm
from cop.threads.queries import Head, ThreadPage
from cop.threads.views.blueprint import ID, POSITION, blueprint, reply_address
from cop.web.messages import message
from cop.web.opened import opened

QUOTED = 600


@blueprint.get(f"/threads/{ID}")
@blueprint.get(f"/threads/{ID}/<string:slug>")
@public
def show(thread_id: int, slug: str = "") -> ResponseReturnValue:
    """Show a page of a thread; `?p=` asks for the page of one reply, `?quote=` fills the form."""
    actor = member()
    if asked := _position("p"):
        return redirect(reply_address(thread_id, asked), 302)
    found = queries.thread_page(actor, thread_id, page_number(request.args.get("page")))
    if found is None:
        return _hidden(actor)
    if actor.grants and reads_by_office(actor, policies.place_of(found.head)):
        with transaction():
            communities.note_closed_reading("thread", thread_id, by=actor, at=now())
    opened("thread", thread_id)
    return thread_page(found, actor, written=_quoted(found.head))


@blueprint.get(f"/threads/{ID}/replies/{POSITION}")
@public
def reply(thread_id: int, position: int) -> ResponseReturnValue:
    """Lead to the page that shows a reply."""
    actor = member()
    head = queries.head(actor, thread_id)
    if head is None:
        return _hidden(actor)
    if position > head.reply_count:
        raise Missing
    return redirect(reply_address(thread_id, position), 302)


def thread_page(
    found: ThreadPage,
    actor: Actor,
    *,
    written: str = "",
    form: ReplyForm | None = None,
    links: LinkForm | None = None,
) -> str:
    """Return the page of a thread; forms are given only when they have errors to show."""
    head = found.head
    may_reply = policies.may_reply(actor, head)
    return render_template(
        "threads/show.html",
        page=found,
        t=head,
        root=f"/threads/{head.id}",
        kinds=KINDS,
        written=form.text if form else written,
        form=form,
        link_form=links,
        tends=actor.is_member and policies.tends(actor, head),
        may_reply=may_reply,
        why_not=message(may_reply.reason) if may_reply.reason else "",
        may_mark=policies.may_mark_answer(actor, head),
        may_change=policies.may_change_thread(actor, head),
        may_remove=policies.may_remove_thread(actor, head),
        may_link=policies.may_link(actor, head),
        may_unlink=policies.may_unlink(actor, head),
        may_open=policies.may_open_to_public(actor, head),
        near=tuple(alike(actor, "thread", head.id, mark=head.created_at)),
    )


def _hidden(actor: Actor) -> ResponseReturnValue:
    if actor.is_member:
        raise Missing
    return to_sign_in()


def _position(name: str) -> int:
    text = request.args.get(name, "").strip()
    return min(int(text), 2_147_483_647) if text.isascii() and text.isdigit() else 0


def _quoted(head: Head) -> str:
    """Return the reply that the reader wants to quote, as Markdown with a link to it."""
    position = _position("quote")
    if not position or position > head.reply_count:
        return ""
    said = queries.said(head.id, position)
    if said is None or said.removed_at is not None:
        return ""
    words = truncate(plain(said.body_html), QUOTED).split("\n")
    lines = "\n".join(f"> {line}" for line in words if line.strip())
    address = f"/threads/{head.id}/replies/{position}"
    return f"> [#{position} {said.given_name}]({address})\n>\n{lines}\n\n"
