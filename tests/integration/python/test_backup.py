"""Backup and restore while people talk, check, export, and what is kept before a migration."""

import asyncio
import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import tempfile
import unittest

from stranger import CHEAP, PATIENCE, SERVER, Server, Stranger, Workstation


def run(*words):
    done = subprocess.run([SERVER, *words], capture_output=True, text=True, timeout=PATIENCE)
    return done.returncode, done.stdout, done.stderr


class Restored(Server):
    """A server on a folder that is there already."""

    def __init__(self, data):
        super().__init__()
        self.data = data


class BackupCase(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="workspace-backup-")
        self.addCleanup(self.folder.cleanup)
        self.backup = os.path.join(self.folder.name, "backup")
        self.data = os.path.join(self.folder.name, "restored")

    def restore(self):
        return run("restore", self.backup, "--data-dir", self.data)

    def rows(self, data, sql):
        database = sqlite3.connect(os.path.join(data, "workspace.db"))
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def manifest(self):
        with open(os.path.join(self.backup, "manifest.json")) as file:
            return json.load(file)


class UnderLoad(BackupCase):
    async def test_what_was_acknowledged_before_it_began_is_in_it_and_caches_are_dropped(self):
        with Server("alice", "bruno") as server:
            alice = await Stranger.connect(server)
            await alice.log_in("alice", Workstation("pc-1"))
            joined = await alice.join()
            acknowledged = []
            begun = asyncio.Event()

            async def talk():
                while not done.is_set():
                    cid = os.urandom(16).hex()
                    self.assertEqual((await alice.post(f"message {len(acknowledged)}", cid))["t"], "posted")
                    acknowledged.append(cid)
                    if len(acknowledged) == 50:
                        begun.set()

            done = asyncio.Event()
            talking = asyncio.create_task(talk())
            await asyncio.wait_for(begun.wait(), PATIENCE)
            before = len(acknowledged)
            program = await asyncio.create_subprocess_exec(SERVER, "backup", self.backup, "--data-dir", server.data,
                                                           stdout=subprocess.PIPE)
            self.assertEqual(await asyncio.wait_for(program.wait(), PATIENCE), 0)
            after = len(acknowledged)
            done.set()
            await talking
            self.assertGreater(after, before, "nobody talked meanwhile")
            await alice.close()
            epoch = joined["room"]["epoch"]
            cursor = {"room": 1, "epoch": epoch, "seq": len(acknowledged), "cid": acknowledged[-1]}

        code, _, err = self.restore()
        self.assertEqual(code, 0, err)
        kept = [row[0] for row in self.rows(self.data, "SELECT lower(hex(cid)) FROM events WHERE kind = 0 ORDER BY seq")]
        self.assertEqual(kept, acknowledged[:len(kept)])
        self.assertGreaterEqual(len(kept), before)
        with Restored(self.data) as server:
            alice = await Stranger.connect(server)
            welcome = await alice.log_in("alice", Workstation("pc-1"))
            self.assertEqual(welcome["t"], "welcome")
            await alice.send(t="sync", rooms=[], cursors=[cursor])
            synced = await alice.expect("synced")
            self.assertEqual(synced["result"], "reset")  # H3: the cache of the old log is dropped
            self.assertNotEqual(synced["room"]["epoch"], epoch)
            self.assertEqual(synced["room"]["head"], len(kept))
            again = await alice.post("message again", acknowledged[0])
            self.assertEqual(again["t"], "post_refused")  # M3: the id is known, with another text
            posted = await alice.post("onwards")
            self.assertEqual(posted["seq"], len(kept) + 1)
            await alice.close()


class Quiet(BackupCase):
    async def asyncSetUp(self):
        with Server("alice", "bruno") as server:
            self.server = server
            self.bruno = await Stranger.connect(server)
            await self.bruno.log_in("bruno", Workstation("pc-2"))
            joined = await self.bruno.join()
            await self.bruno.post("hello")
            await self.bruno.send(t="read", room=1, epoch=joined["room"]["epoch"], seq=1)
            await self.bruno.expect("read_markers")
            self.export = server.command("export")
            server.command("backup", self.backup)
            with open(os.path.join(server.data, "token.key"), "rb") as file:
                self.key = file.read()
            await self.bruno.close()

    async def test_it_holds_the_files_with_their_hashes_for_nobody_else(self):
        names = [file["name"] for file in self.manifest()["files"]]
        self.assertIn("workspace.db", names)
        self.assertIn("token.key", names)
        self.assertNotIn("lock", names)
        self.assertEqual(sorted(os.listdir(self.backup)), sorted([*names, "manifest.json"]))
        self.assertEqual(stat.S_IMODE(os.stat(self.backup).st_mode), 0o700)
        for file in self.manifest()["files"]:
            path = os.path.join(self.backup, file["name"])
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600, path)
            with open(path, "rb") as content:
                data = content.read()
            self.assertEqual((file["bytes"], file["sha256"]), (len(data), hashlib.sha256(data).hexdigest()))

    async def test_a_restored_folder_has_keys_and_what_was_read_and_nobody_is_connected(self):
        self.assertEqual(self.restore()[0], 0)
        with open(os.path.join(self.data, "token.key"), "rb") as file:
            self.assertEqual(file.read(), self.key)
        self.assertEqual(self.rows(self.data, "SELECT count(*) FROM leases"), [(0,)])
        self.assertEqual(
            self.rows(self.data, "SELECT m.seq FROM read_markers m JOIN rooms r ON r.id = m.room AND r.epoch = m.epoch"
                                 " JOIN accounts a ON a.id = m.account WHERE a.login = 'bruno' AND r.id = 1"), [(1,)])
        self.assertGreater(self.rows(self.data, "SELECT min(epoch) FROM accounts")[0][0], 1000)
        code, out, _ = run("check", "--data-dir", self.data)
        self.assertEqual((code, out), (0, "ok\n"))

    async def test_what_was_changed_since_is_not_restored(self):
        with open(os.path.join(self.backup, "token.key"), "r+b") as file:
            file.write(b"x")
        code, _, err = self.restore()
        self.assertEqual(code, 6)
        self.assertIn("token.key", err)
        self.assertFalse(os.path.exists(self.data))
        self.assertEqual(os.listdir(self.folder.name), ["backup"])

    async def test_a_manifest_that_leads_out_of_the_folder_is_refused(self):
        manifest = self.manifest()
        for name in ["../evil", "/etc/passwd", "a/../../b", ""]:
            manifest["files"][0]["name"] = name
            with open(os.path.join(self.backup, "manifest.json"), "w") as file:
                json.dump(manifest, file)
            code, _, err = self.restore()
            self.assertEqual(code, 6, err)
            self.assertIn("manifest.json", err)

    async def test_an_unfinished_backup_is_none(self):
        os.remove(os.path.join(self.backup, "manifest.json"))
        code, _, err = self.restore()
        self.assertEqual(code, 6)
        self.assertIn("not finished", err)

    async def test_neither_writes_over_what_is_there(self):
        os.makedirs(self.data)
        with open(os.path.join(self.data, "mine"), "w") as file:
            file.write("mine")
        code, _, err = self.restore()
        self.assertEqual(code, 6)
        self.assertIn("not empty", err)
        self.assertEqual(os.listdir(self.data), ["mine"])
        source = os.path.join(self.folder.name, "other")
        run("room", "add", "Support", "--data-dir", source)
        code, _, err = run("backup", self.backup, "--data-dir", source)
        self.assertEqual(code, 6)
        self.assertIn("there already", err)

    async def test_an_export_says_everything_but_secrets(self):
        lines = [json.loads(line) for line in self.export.splitlines()]
        self.assertEqual(lines[0]["type"], "workspace")
        logins = [line["login"] for line in lines if line["type"] == "account"]
        self.assertEqual(logins, ["alice", "bruno"])
        messages = [line for line in lines if line["type"] == "event" and line["kind"] == "message"]
        self.assertEqual([(line["room"], line["seq"], line["body"]) for line in messages], [(1, 1, "hello")])
        self.assertNotIn("argon2", self.export)
        for line in lines:
            self.assertFalse({"password", "fingerprint", "hash"} & set(line))


class Check(BackupCase):
    async def asyncSetUp(self):
        with Server("alice") as server:
            alice = await Stranger.connect(server)
            await alice.log_in("alice", Workstation("pc-1"))
            await alice.join()
            for i in range(3):
                await alice.post(f"message {i}")
            await alice.close()
            server.command("backup", self.backup)
        self.assertEqual(self.restore()[0], 0)

    async def test_each_kind_of_damage_is_named(self):
        file = os.path.join(self.data, "workspace.db")
        with open(file, "rb") as good:
            whole = good.read()
        for sql, words in [("DELETE FROM events WHERE seq = 2", "M2"),
                           ("UPDATE rooms SET head = 9 WHERE id = 1", "M2"),
                           ("UPDATE events SET changed = 77 WHERE seq = 1", "M8"),
                           ("INSERT OR REPLACE INTO read_markers SELECT 1, id, epoch, 99 FROM rooms", "H6"),
                           ("INSERT INTO mentions VALUES (1, 'x', 55, 1)", "H6"),
                           ("INSERT INTO members VALUES (1, 4711)", "members")]:
            with open(file, "wb") as again:
                again.write(whole)
            database = sqlite3.connect(file)
            database.execute(sql)
            database.commit()
            database.close()
            code, _, err = run("check", "--data-dir", self.data)
            self.assertEqual(code, 3, sql)
            self.assertIn(words, err)

    async def test_a_damaged_page_is_named_and_no_backup_is_made_of_it(self):
        file = os.path.join(self.data, "workspace.db")
        with open(file, "r+b") as damaged:
            damaged.seek(4096 * 3 + 8)
            damaged.write(os.urandom(64))
        self.assertEqual(run("check", "--data-dir", self.data)[0], 3)
        other = os.path.join(self.folder.name, "other")
        self.assertEqual(run("backup", other, "--data-dir", self.data)[0], 3)
        self.assertFalse(os.path.exists(os.path.join(other, "manifest.json")))


class Migration(BackupCase):
    """A folder as the first version left it."""

    def setUp(self):
        super().setUp()
        root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
        with open(os.path.join(root, "server", "src", "store", "migration_1.cpp")) as file:
            schema = file.read().split('R"sql(')[1].split(')sql"')[0]
        os.makedirs(self.data, 0o700)
        database = sqlite3.connect(os.path.join(self.data, "workspace.db"))
        database.executescript(schema)
        database.executescript(
            "INSERT INTO meta VALUES ('body_key', zeroblob(32));"
            "INSERT INTO accounts (id, login, name, password, created) VALUES (1, 'alice', 'Alice', 'none', 1);"
            "INSERT INTO rooms (id, name, epoch, head) VALUES (1, 'General', x'0102030405060708', 1);"
            "INSERT INTO events VALUES (1, 1, 1, zeroblob(16), 1, 1, zeroblob(32), 'hello');"
            f"PRAGMA application_id = {0x574b5350}; PRAGMA user_version = 1;")
        database.close()

    def kept(self):
        return os.path.join(self.data, "backups")

    async def test_a_folder_is_kept_as_it_was_before_it_is_changed(self):
        code, out, err = run("room", "list", "--data-dir", self.data)
        self.assertEqual(code, 0, err)
        self.assertIn("General", out)
        (name,) = os.listdir(self.kept())
        self.assertIn(name, err)
        self.backup = os.path.join(self.kept(), name)
        self.assertEqual(self.manifest()["schema"], 1)
        self.assertEqual(self.rows(self.backup, "PRAGMA user_version"), [(1,)])
        self.assertEqual(run("room", "list", "--data-dir", self.data)[0], 0)
        self.assertEqual(len(os.listdir(self.kept())), 1)  # once
        again = os.path.join(self.folder.name, "again")
        self.assertEqual(run("restore", self.backup, "--data-dir", again)[0], 0)
        self.assertEqual(self.rows(again, "SELECT body FROM events"), [("hello",)])

    async def test_nothing_is_changed_under_a_server_that_serves(self):
        lock = subprocess.Popen(["flock", os.path.join(self.data, "lock"), "cat"], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE)
        try:
            lock.stdin.write(b"taken\n")
            lock.stdin.flush()
            lock.stdout.read(1)
            code, _, err = run("room", "list", "--data-dir", self.data)
            self.assertEqual(code, 5)
            self.assertIn("another workspace-server", err)
            self.assertEqual(self.rows(self.data, "PRAGMA user_version"), [(1,)])
        finally:
            lock.stdin.close()
            lock.wait(PATIENCE)
            lock.stdout.close()


if __name__ == "__main__":
    unittest.main()
