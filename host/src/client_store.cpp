#include "workspace/host/client_store.hpp"

#include <algorithm>
#include <cerrno>
#include <span>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "descriptor.hpp"
#include "workspace/core/wire/codec.hpp"
#include "workspace/host/private_files.hpp"
#include "workspace/host/utf8.hpp"

namespace workspace::host {
namespace {

constexpr int kSchemaVersion = 2;
constexpr int kBusyMillisecondsMax = 2000;

constexpr const char* kSchema = R"sql(
    CREATE TABLE session (
        server TEXT PRIMARY KEY,
        session BLOB NOT NULL, refresh BLOB NOT NULL,
        account INTEGER NOT NULL, account_name TEXT NOT NULL, login TEXT NOT NULL
    ) STRICT;
    CREATE TABLE outbox (
        made_order INTEGER PRIMARY KEY AUTOINCREMENT,
        server TEXT NOT NULL, author INTEGER NOT NULL,
        cid BLOB NOT NULL, post TEXT NOT NULL, made_ms INTEGER NOT NULL,
        UNIQUE (server, cid)
    ) STRICT;
    PRAGMA user_version = 2;
)sql";  // the number is kSchemaVersion; `post` is what is sent, as docs/protocol.md has it

/// Version 1 knew plain messages only.
constexpr const char* kFromVersion1 = R"sql(
    ALTER TABLE outbox ADD COLUMN post TEXT NOT NULL DEFAULT '';
    UPDATE outbox SET post = json_object('t', 'post', 'room', room, 'cid', lower(hex(cid)), 'body', body);
    ALTER TABLE outbox DROP COLUMN room;
    ALTER TABLE outbox DROP COLUMN body;
    PRAGMA user_version = 2;
)sql";

/// The file is not a database, or its pages do not fit together.
struct BrokenFile : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[noreturn]] void fail(const std::filesystem::path& file, sqlite3* handle, int code) {
    const int primary = code & 0xff;
    const std::string words = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    if (primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT) {
        throw BrokenFile(words);
    }
    throw std::runtime_error("Cannot use " + file.string() + ": " + words + ".");
}

class Statement {
public:
    Statement(sqlite3* handle, const std::filesystem::path& file, const char* sql) : handle_(handle), file_(file) {
        check(sqlite3_prepare_v2(handle, sql, -1, &statement_, nullptr));
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(std::int64_t value) {
        check(sqlite3_bind_int64(statement_, ++bound_, value));
        return *this;
    }
    Statement& bind(const std::string& text) {
        check(sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
        return *this;
    }
    Statement& bind(std::span<const std::uint8_t> bytes) {
        check(sqlite3_bind_blob64(statement_, ++bound_, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
        return *this;
    }
    /// True while there is a row.
    bool step() {
        const int code = sqlite3_step(statement_);
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            check(code);
        }
        return code == SQLITE_ROW;
    }
    [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
    [[nodiscard]] std::string text(int column) const {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
        return bytes == nullptr
                   ? std::string()
                   : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
    }
    /// False when the column does not hold exactly that many bytes.
    template <class Id>
    [[nodiscard]] bool read(int column, Id& out) const {
        const std::string bytes = text(column);
        if (bytes.size() != out.value.size()) {
            return false;
        }
        std::copy(bytes.begin(), bytes.end(), out.value.begin());
        return true;
    }

private:
    void check(int code) {
        if (code != SQLITE_OK) {
            fail(file_, handle_, code);
        }
    }
    sqlite3* handle_;
    const std::filesystem::path& file_;
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
};

/// What is on disk as what it is in the protocol. A row that this program would not have written is left where it is,
/// and not used: one bad byte of it would end every connection.
std::optional<core::wire::AnyPost> post_of(const std::string& line, const core::ClientId& cid) {
    const auto message = core::wire::decode_client_message(line);
    if (!message) {
        return std::nullopt;
    }
    std::optional<core::wire::AnyPost> post;
    std::visit(
        [&](const auto& known) {
            if constexpr (core::wire::IsPost<std::decay_t<decltype(known)>>) {
                post = known;
            }
        },
        message.value());
    return post && core::wire::cid_of(*post) == cid ? post : std::nullopt;
}
std::string line_of(const core::wire::AnyPost& post) {
    return std::visit([](const auto& known) { return encode(core::wire::ClientMessage{known}); }, post);
}
bool usable(const core::client::SavedSession& session) {
    return session.account.id.value > 0 && is_utf8(session.account.name) && is_utf8(session.login);
}

/// SQLite would make the file readable for all; its companions (-wal, -shm) inherit the mode.
void make_private(const std::filesystem::path& file) {
    const Descriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!made || ::fchmod(made.get(), S_IRUSR | S_IWUSR) != 0) {
        throw std::runtime_error("Cannot use " + file.string() + ": " + std::generic_category().message(errno) + ".");
    }
}

}  // namespace

class ClientStore::Database {
public:
    explicit Database(std::filesystem::path file) : file_(std::move(file)) {
        make_private(file_);
        const int code = sqlite3_open_v2(file_.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        try {
            if (code != SQLITE_OK) {
                fail(file_, handle_, code);
            }
            sqlite3_extended_result_codes(handle_, 1);
            sqlite3_busy_timeout(handle_, kBusyMillisecondsMax);
            execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            require_healthy();
            migrate();
        } catch (...) {
            sqlite3_close(handle_);
            throw;
        }
    }
    ~Database() { sqlite3_close(handle_); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] Statement prepare(const char* sql) const { return {handle_, file_, sql}; }
    void execute(const char* sql) const {
        if (const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); code != SQLITE_OK) {
            fail(file_, handle_, code);
        }
    }
    void roll_back() const { sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr); }
    [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

private:
    void require_healthy() const {
        Statement check = prepare("PRAGMA quick_check(1)");
        if (!check.step() || check.text(0) != "ok") {
            throw BrokenFile("its pages do not fit together");
        }
    }
    void migrate() const {
        Statement version = prepare("PRAGMA user_version");
        const std::int64_t found = version.step() ? version.number(0) : 0;
        if (found > kSchemaVersion) {
            throw std::runtime_error(file_.string() +
                                     " was made by a newer version of Workspace: use that version, or another folder.");
        }
        if (found < kSchemaVersion) {
            const char* step = found == 1 ? kFromVersion1 : kSchema;
            execute((std::string("BEGIN IMMEDIATE;") + step + "COMMIT;").c_str());
        }
    }

    std::filesystem::path file_;
    sqlite3* handle_ = nullptr;
};

ClientStore::ClientStore(std::filesystem::path folder, std::string server)
    : folder_(std::move(folder)), server_(std::move(server)) {
    open();
}

ClientStore::~ClientStore() = default;

void ClientStore::open() {
    make_private_folder(folder_);
    const std::filesystem::path file = folder_ / "client.db";
    try {
        database_ = std::make_unique<Database>(file);
    } catch (const BrokenFile& error) {
        const auto aside = move_aside(file);
        for (const char* companion : {"-wal", "-shm"}) {
            std::error_code ignored;
            std::filesystem::rename(file.string() + companion, aside.string() + companion, ignored);
        }
        warnings_.push_back(file.string() + " was damaged (" + error.what() + "); it is kept as " +
                            aside.filename().string() +
                            ". Log in again; messages that were still waiting to be sent are in that file.");
        database_ = std::make_unique<Database>(file);
    }
}

core::client::Restored ClientStore::load() {
    core::client::Restored restored;
    Statement session =
        database_->prepare("SELECT session, refresh, account, account_name, login FROM session WHERE server = ?");
    if (session.bind(server_).step()) {
        core::client::SavedSession saved;
        saved.account = {.id = {session.number(2)}, .name = session.text(3)};
        saved.login = session.text(4);
        if (session.read(0, saved.session) && session.read(1, saved.refresh) && usable(saved)) {
            restored.session = std::move(saved);
        }
    }
    Statement outbox =
        database_->prepare("SELECT cid, post, made_ms, author FROM outbox WHERE server = ? ORDER BY made_order");
    outbox.bind(server_);
    while (outbox.step()) {
        core::ClientId cid;
        auto post = outbox.read(0, cid) ? post_of(outbox.text(1), cid) : std::nullopt;
        if (post && outbox.number(2) >= 0) {
            restored.outbox.push_back(
                {.post = std::move(*post), .made = {outbox.number(2)}, .author = {outbox.number(3)}});
        }
    }
    return restored;
}

template <class Write>
void ClientStore::within_batch(Write write) {
    try {
        if (!database_->in_transaction()) {
            database_->execute("BEGIN IMMEDIATE");
        }
        write();
    } catch (...) {
        database_->roll_back();
        throw;
    }
}

void ClientStore::save_session(const core::client::SavedSession& session) {
    within_batch([&] {
        database_->prepare("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?)")
            .bind(server_)
            .bind(std::span(session.session.value))
            .bind(std::span(session.refresh.value))
            .bind(session.account.id.value)
            .bind(session.account.name)
            .bind(session.login)
            .step();
    });
}

void ClientStore::forget_session() {
    within_batch([&] { database_->prepare("DELETE FROM session WHERE server = ?").bind(server_).step(); });
}

void ClientStore::save_outbox(const core::client::OutboxEntry& entry) {
    within_batch([&] {
        database_->prepare("INSERT OR IGNORE INTO outbox (server, author, cid, post, made_ms) VALUES (?, ?, ?, ?, ?)")
            .bind(server_)
            .bind(entry.author.value)
            .bind(std::span(entry.cid().value))
            .bind(line_of(entry.post))
            .bind(entry.made.ms)
            .step();
    });
}

void ClientStore::forget_outbox(core::ClientId cid) {
    within_batch([&] {
        database_->prepare("DELETE FROM outbox WHERE server = ? AND cid = ?")
            .bind(server_)
            .bind(std::span(cid.value))
            .step();
    });
}

bool ClientStore::commit() {
    if (!database_->in_transaction()) {
        return false;
    }
    try {
        database_->execute("COMMIT");
        return true;
    } catch (...) {
        database_->roll_back();
        throw;
    }
}

}  // namespace workspace::host
