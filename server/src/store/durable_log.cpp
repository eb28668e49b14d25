#include "durable_log.hpp"

#include <algorithm>
#include <vector>

namespace workspace::server {

namespace {

/// SQLite's own files take less than 128 KiB at a time: a longer write is none, and is called a full disk.
constexpr sqlite3_int64 kPieceBytes = sqlite3_int64{64} * 1024;

void check(int code, const char* doing) {
    if (code != SQLITE_OK) {
        throw StoreError(std::string("the log of writes could not be ") + doing + ": " + sqlite3_errstr(code), code,
                         true);
    }
}

}  // namespace

void make_log_durable(Database& database) {
    const Transaction nobody_else_writes(database);
    sqlite3_file* log = nullptr;
    check(sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log), "found");
    if (log == nullptr || log->pMethods == nullptr) {
        return;  // not one byte was written to this database yet
    }
    sqlite3_int64 size = 0;
    check(log->pMethods->xFileSize(log, &size), "measured");
    std::vector<char> piece(static_cast<std::size_t>(std::min(size, kPieceBytes)));
    for (sqlite3_int64 at = 0; at < size; at += kPieceBytes) {
        const auto bytes = static_cast<int>(std::min(kPieceBytes, size - at));
        check(log->pMethods->xRead(log, piece.data(), bytes, at), "read");
        check(log->pMethods->xWrite(log, piece.data(), bytes, at), "written anew");
    }
    if (size > 0) {
        check(log->pMethods->xSync(log, SQLITE_SYNC_FULL), "synced");
    }
}

}  // namespace workspace::server
