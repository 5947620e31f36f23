"""How many statements each page sends to the database: `python -m bench.queries < addresses`.

Runs in a process of its own on the data folder of COP_DATA_DIR; reads a JSON list of addresses and
prints a JSON object of counts. BEGIN and the like are not counted.
"""

import json
import sys

from sqlalchemy import event

from bench.people import EMAIL, PASSWORD, hidden
from cop.db import db
from wsgi import app


def main() -> None:
    addresses = json.load(sys.stdin)
    browser = app.test_client()
    fields = hidden(browser.get("/login").get_data(as_text=True))
    browser.post("/login", data=fields | {"email": EMAIL, "password": PASSWORD})
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.upper().startswith(("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    counts = {}
    for address in addresses:
        seen.clear()
        answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} was answered {answer.status_code}")
        counts[address] = len(seen)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
