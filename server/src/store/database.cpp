#include "database.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>

namespace workspace::server {

namespace {

bool lost_track_of_disk(int extended) {
    return extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC || extended == SQLITE_IOERR_TRUNCATE;
}

/// SQLite would let others read the file, and it holds password hashes. Its -wal and -shm take the same mode.
void make_private(const std::filesystem::path& file) {
    const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0) {
        ::close(made);
    }
}

}  // namespace

bool StoreError::concerns_all() const {
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
        case SQLITE_CORRUPT:
        case SQLITE_ERROR:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG: return false;
        default: return true;
    }
}

void throw_store_error(sqlite3* handle, const std::string& doing) {
    const int code = handle != nullptr ? sqlite3_extended_errcode(handle) : SQLITE_NOMEM;
    const char* words = handle != nullptr ? sqlite3_errmsg(handle) : "out of memory";
    throw StoreError(doing + ": " + words, code, lost_track_of_disk(code));
}

Query& Query::bind(std::int64_t value) {
    sqlite3_bind_int64(statement_, next_++, value);
    return *this;
}

Query& Query::bind(std::string_view text) {
    const char* data = text.data() == nullptr ? "" : text.data();  // nowhere would be NULL
    sqlite3_bind_text64(statement_, next_++, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Query& Query::bind(std::span<const std::uint8_t> bytes) {
    sqlite3_bind_blob64(statement_, next_++, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
    return *this;
}

Query& Query::bind_null() {
    sqlite3_bind_null(statement_, next_++);
    return *this;
}

Query& Query::again() {
    sqlite3_reset(statement_);
    next_ = 1;
    return *this;
}

bool Query::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code != SQLITE_DONE) {
        throw_store_error(sqlite3_db_handle(statement_), "the database refused a step");
    }
    return false;
}

void Query::run() {
    while (step()) {
    }
}

std::string Query::text(int column) const {
    const auto* data = sqlite3_column_text(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(data), size);
}

void Query::bytes(int column, std::span<std::uint8_t> out) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    if (data == nullptr || size != out.size()) {
        throw StoreError("a row of the database holds bytes of the wrong length", SQLITE_CORRUPT, false);
    }
    std::copy(data, data + size, out.begin());
}

Database::Database(const std::filesystem::path& file, Mode mode, const char* vfs) {
    if (mode == Mode::read_write && vfs == nullptr) {
        make_private(file);
    }
    const int flags = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, vfs) != SQLITE_OK) {
        const std::string words = handle_ != nullptr ? sqlite3_errmsg(handle_) : "out of memory";
        const int code = handle_ != nullptr ? sqlite3_extended_errcode(handle_) : SQLITE_NOMEM;
        sqlite3_close(handle_);
        throw StoreError("cannot open " + file.string() + ": " + words, code, false);
    }
    try {
        sqlite3_extended_result_codes(handle_, 1);
        sqlite3_busy_timeout(handle_, 5000);
        execute("PRAGMA foreign_keys = ON");
        if (mode == Mode::read_write) {
            execute("PRAGMA journal_mode = WAL");
            execute("PRAGMA synchronous = FULL");
            execute("PRAGMA wal_autocheckpoint = 0");
        }
    } catch (...) {
        sqlite3_close(handle_);
        throw;
    }
}

Database::~Database() {
    for (const auto& [sql, statement] : statements_) {
        sqlite3_finalize(statement);
    }
    sqlite3_close(handle_);
}

Query Database::query(const char* sql) {
    auto& statement = statements_[sql];
    if (statement == nullptr &&
        sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
        throw_store_error(handle_, std::string("cannot prepare ") + sql);
    }
    return Query(statement);
}

void Database::execute(const char* sql) {
    if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw_store_error(handle_, "the database refused a command");
    }
}

Transaction::Transaction(Database& database) : database_(database) {
    database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (database_.in_transaction()) {
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Transaction::commit() {
    database_.execute("COMMIT");
}

Savepoint::Savepoint(Database& database) : database_(database) {
    database_.query("SAVEPOINT operation").run();
}

Savepoint::~Savepoint() {
    if (open_ && database_.in_transaction()) {
        sqlite3_exec(database_.handle(), "ROLLBACK TO operation; RELEASE operation", nullptr, nullptr, nullptr);
    }
}

void Savepoint::release() {
    database_.query("RELEASE operation").run();
    open_ = false;
}

}  // namespace workspace::server
