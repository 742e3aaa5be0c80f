"""One visitor without a browser: a WebSocket that speaks Streamlit's protobuf, as the browser does.

What counts as one change: from sending the changed widget to receiving "script finished". Like the
browser, the session keeps large messages that the server marked as cacheable and tells it which ones
it still has; otherwise it would measure more bytes than a person receives.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

KEPT_FOR_RUNS = 2  # global.maxCachedMessageAge


class CountingConnection(ClientConnection):
    """A connection that knows how many bytes came over the line, compressed as they travel."""

    received = 0

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        super().data_received(data)


@dataclass
class Run:
    """One run of the script as the visitor sees it."""

    seconds: float
    bytes: int
    failed: str = ""


@dataclass
class Session:
    """A connected visitor on one page."""

    url: str
    page: str
    query: str = ""
    heading: str = ""
    _widgets: dict[str, object] = field(default_factory=dict)
    _values: dict[str, WidgetState] = field(default_factory=dict)
    _kept: dict[str, int] = field(default_factory=dict)
    _page_hash: str = ""
    _socket: object = None

    async def open(self) -> Run:
        """Connect and run the page for the first time."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await connect(
            address,
            subprotocols=["streamlit"],
            origin=self.url,
            max_size=None,
            ping_interval=None,
            create_connection=CountingConnection,
        )
        return await self._run()

    async def change(self, key: str, position: int) -> Run:
        """Choose the option at `position` of the select box with this key, and wait for the new page."""
        box = self._widgets[key]
        self._values[box.id] = WidgetState(id=box.id, string_value=box.options[position % len(box.options)])
        return await self._run()

    def filters(self) -> set[str]:
        """The keys of the select boxes on the page."""
        return set(self._widgets)

    def options(self, key: str) -> list[str]:
        """What the select box with this key offers, as people read it."""
        return list(self._widgets[key].options)

    async def close(self) -> None:
        await self._socket.close()

    async def _run(self) -> Run:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.page_script_hash = self._page_hash
        state.page_name = "" if self._page_hash else self.page
        state.widget_states.widgets.extend(self._values.values())
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone = "Asia/Jakarta"
        state.context_info.locale = "id-ID"
        state.context_info.url = f"{self.url}/{self.page}"
        failed, before = "", self._socket.received
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self._socket.recv())
            kind = answer.WhichOneof("type")
            # A page that asks to be run again at once is finished when that run is.
            if kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
            failed = failed or self._take(answer, kind)
        seconds = time.perf_counter() - started
        self._kept = {name: age + 1 for name, age in self._kept.items() if age < KEPT_FOR_RUNS}
        return Run(seconds, self._socket.received - before, failed)

    def _take(self, answer: ForwardMsg, kind: str) -> str:
        """Remember what later changes need; the text of a failure shown on the page, or ""."""
        if kind == "new_session":
            self._page_hash = answer.new_session.page_script_hash
        elif kind == "navigation":
            self._page_hash = answer.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        elif kind == "ref_hash":
            self._kept[answer.ref_hash] = 0
        elif kind == "delta":
            if answer.metadata.cacheable:
                self._kept[answer.hash] = 0
            element = answer.delta.new_element
            what = element.WhichOneof("type")
            if what == "heading" and element.heading.tag == "h1":
                self.heading = element.heading.body
            elif what == "selectbox":
                self._widgets[element.selectbox.id.rpartition("-")[2]] = element.selectbox
            elif what == "exception":
                return element.exception.message or element.exception.type
            elif what == "alert" and element.alert.format == element.alert.ERROR:
                return element.alert.body
        return ""
