#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include <sqlite3.h>

namespace workspace::server {

/// The database said no. `fatal`: what is on disk is no longer known (a failed fsync), the server must stop.
struct StoreError : std::runtime_error {
    StoreError(const std::string& words, int sqlite_code, bool is_fatal)
        : std::runtime_error(words), code(sqlite_code), fatal(is_fatal) {}
    /// Not this operation's own fault: the disk, the memory, another process's lock.
    [[nodiscard]] bool concerns_all() const;
    int code;
    bool fatal;
};

/// One run of a prepared statement: bind in order, then step. Resets itself when it goes away.
class Query {
public:
    explicit Query(sqlite3_stmt* statement) : statement_(statement) {}
    ~Query() { sqlite3_reset(statement_); }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(std::int64_t value);
    Query& bind(std::string_view text);
    Query& bind(std::span<const std::uint8_t> bytes);
    Query& bind_null();
    template <class Bytes>
    Query& bind_if(const std::optional<Bytes>& bytes) {
        return bytes ? bind(std::span<const std::uint8_t>(bytes->value)) : bind_null();
    }

    /// From the start, for another run of the same statement; to be bound anew.
    Query& again();
    /// True while there is a row.
    bool step();
    /// Runs to the end, for statements without rows.
    void run();

    [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    [[nodiscard]] bool is_number(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_INTEGER; }
    [[nodiscard]] int columns() const { return sqlite3_column_count(statement_); }
    [[nodiscard]] const char* name(int column) const { return sqlite3_column_name(statement_, column); }
    /// Copies exactly out.size() bytes; throws StoreError when the column holds something else.
    void bytes(int column, std::span<std::uint8_t> out) const;
    template <class T>
    [[nodiscard]] T id(int column) const {
        T value;
        bytes(column, value.value);
        return value;
    }

private:
    sqlite3_stmt* statement_;
    int next_ = 1;
};

/// One SQLite connection with its prepared statements. Used by one thread at a time.
class Database {
public:
    enum class Mode : std::uint8_t {
        read_write,
        read_only,
        plain_file  ///< to write a copy: without a log beside it
    };

    /// WAL, synchronous=FULL, foreign keys, no automatic checkpoints (they are explicit and checked). Throws StoreError.
    /// `vfs`: where files are, by the name it is registered under at SQLite; none: the operating system's.
    Database(const std::filesystem::path& file, Mode mode, const char* vfs = nullptr);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// A statement for this text, prepared once. `sql` must live as long as the database (a literal).
    [[nodiscard]] Query query(const char* sql);
    void execute(const char* sql);
    [[nodiscard]] std::int64_t changes() const { return sqlite3_changes64(handle_); }
    [[nodiscard]] std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_); }
    [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
    [[nodiscard]] sqlite3* handle() const { return handle_; }

private:
    sqlite3* handle_ = nullptr;
    std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

/// BEGIN IMMEDIATE … COMMIT; rolls back if it goes away without a commit.
class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Database& database_;
};

/// One operation of many inside a transaction: taken back if it goes away without release().
class Savepoint {
public:
    explicit Savepoint(Database& database);
    ~Savepoint();
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    void release();

private:
    Database& database_;
    bool open_ = true;
};

/// All reads until it goes away see the file as of one moment.
class Snapshot {
public:
    explicit Snapshot(Database& database) : database_(database) { database_.execute("BEGIN"); }
    ~Snapshot() { sqlite3_exec(database_.handle(), "COMMIT", nullptr, nullptr, nullptr); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Database& database_;
};

/// Throws StoreError with SQLite's words for what `handle` just said.
[[noreturn]] void throw_store_error(sqlite3* handle, const std::string& doing);

}  // namespace workspace::server
