"""MongoDB as it may be set up wrongly, or not be there at all."""

import pytest

from bedside.documents import mongo_store
from bedside.documents.mongo_store import MongoStore
from bedside.errors import Unavailable
from tests import servers


def test_a_server_without_a_replica_set_is_refused() -> None:
    with pytest.raises(Unavailable, match="without a replica set"):
        MongoStore(f"{servers.lone_mongodb()}bedside").check()


def test_a_replica_set_is_accepted() -> None:
    MongoStore(servers.mongodb("accepted")).check()


def test_an_unreachable_server_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mongo_store, "DEADLINE_MS", 200)
    store = MongoStore(f"mongodb://127.0.0.1:{servers.free_port()}/bedside")
    with pytest.raises(Unavailable, match="cannot be reached"):
        store.check()


@pytest.mark.parametrize("url", ["mongodb://", "mongodb://host:port/x", "http://host/x"])
def test_a_bad_url_is_refused(url: str) -> None:
    with pytest.raises(Unavailable, match="not a usable MongoDB URL"):
        MongoStore(url)


def test_the_url_cannot_weaken_what_is_promised() -> None:
    weak = servers.mongodb("weak") + "&w=1&journal=false&readConcernLevel=local"
    blobs = MongoStore(weak)._blobs
    assert blobs.write_concern.document == {"w": "majority", "j": True}
    assert blobs.read_concern.level == "majority"


def test_the_url_names_the_database() -> None:
    assert MongoStore(servers.mongodb("harbour"))._blobs.database.name == "harbour"
    assert MongoStore("mongodb://127.0.0.1/")._blobs.database.name == "bedside"
