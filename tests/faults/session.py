"""One visitor over a WebSocket who also types, presses buttons and opens tabs; stands on the benchmark's session."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.bench.ws_session import Run, Session


@dataclass
class Typist(Session):
    """`said`: toasts in the order in which they came. `texts`: what alerts, markdown and headings said in the last run."""

    said: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _found: dict[str, tuple[str, str]] = field(default_factory=dict)

    def _take(self, answer: ForwardMsg, kind: str) -> str:
        if kind == "delta":
            block, element = answer.delta.add_block, answer.delta.new_element
            if answer.delta.WhichOneof("type") == "add_block":
                if block.WhichOneof("type") == "tab_container" and block.tab_container.id:
                    self._note(block.tab_container.id, "tabs")
            else:
                what = element.WhichOneof("type")
                if what == "toast":
                    self.said.append(element.toast.body)
                elif what in ("alert", "markdown", "heading"):
                    self.texts.append(getattr(element, what).body)
                elif what in ("button", "text_input", "selectbox"):
                    self._note(getattr(element, what).id, what)
                elif what == "dataframe" and element.dataframe.editing_mode:
                    self._show_grid(element.dataframe.id)
        return super()._take(answer, kind)

    def _show_grid(self, id: str) -> None:
        """As a browser does, forget what was typed into a grid that is no longer there."""
        gone = self._found.get("editor", (id,))[0]
        if gone != id:
            self._values.pop(gone, None)
        self._found["editor"] = (id, "dataframe")

    def _note(self, id: str, what: str) -> None:
        self._found[id.split("-", 2)[-1]] = (id, what)  # "$$ID-hash-key"; a key may hold dashes

    def has(self, key: str) -> bool:
        return key in self._found

    async def _again(self) -> Run:
        self.texts.clear()
        return await self._run()

    async def set(self, key: str, text: str) -> Run:
        """Type into a text box, choose an option of a select box, or open a tab by its label."""
        id = self._found[key][0]
        self._values[id] = WidgetState(id=id, string_value=text)
        return await self._again()

    async def type(self, rows: dict[int, dict[str, str]]) -> Run:
        """Everything typed into the grid since it was drawn."""
        id = self._found["editor"][0]
        edits = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
        self._values[id] = WidgetState(id=id, string_value=json.dumps(edits))
        return await self._again()

    async def press(self, key: str) -> Run:
        """Press the button whose key begins like this."""
        id = next(id for name, (id, what) in self._found.items() if name.startswith(key) and what == "button")
        self._values[id] = WidgetState(id=id, trigger_value=True)
        try:
            return await self._again()
        finally:
            del self._values[id]


class Desk:
    """A Typist for tests that are no coroutines themselves."""

    def __init__(self, url: str, page: str, query: str = ""):
        # A thread of its own: a test before this one may have left a loop running in the main one.
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.session = Typist(url, page, query)
        self.first = self._do(self.session.open())

    def _do(self, work) -> Run:
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, 60), self._loop).result()

    def set(self, key: str, text: str) -> Run:
        return self._do(self.session.set(key, text))

    def type(self, rows: dict[int, dict[str, str]]) -> Run:
        return self._do(self.session.type(rows))

    def press(self, key: str) -> Run:
        return self._do(self.session.press(key))

    def look(self) -> Run:
        """Run the page again without doing anything."""
        return self._do(self.session._again())
