#include "disk/disk_vfs.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <stdexcept>

namespace workspace::sim {

namespace {

constexpr int kSectorThatSqliteSees = 4096;               // as its own VFS for Unix says
constexpr sqlite3_int64 kSomeTime = 212'000'000'000'000;  // in milliseconds of the Julian day

/// What SQLite allocates for each open file.
struct OpenFile {
    sqlite3_file base;
    Disk* disk;
    DiskFile* file;
    bool temporary;  ///< has no name, and goes away when it is closed
};

OpenFile& of(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}

Disk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<Disk*>(vfs->pAppData);
}

int code_of(Disk::Outcome outcome, int failed) {
    switch (outcome) {
        case Disk::Outcome::done: return SQLITE_OK;
        case Disk::Outcome::full: return SQLITE_FULL;
        case Disk::Outcome::failed: break;
    }
    return failed;
}

// ---- files ---------------------------------------------------------------------------------------------------------

int close_file(sqlite3_file* file) {
    if (of(file).temporary) {
        delete of(file).file;
    }
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
    const auto size = static_cast<std::size_t>(amount);
    const std::span out(static_cast<std::uint8_t*>(into), size);
    if (of(file).disk->killed()) {
        return SQLITE_IOERR_READ;
    }
    const std::size_t count = of(file).file->read(static_cast<std::size_t>(offset), out);
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(count), out.end(), std::uint8_t{0});
    return count == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    const std::span bytes(static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(amount));
    return code_of(of(file).disk->write(*of(file).file, static_cast<std::size_t>(offset), bytes), SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    return code_of(of(file).disk->truncate(*of(file).file, static_cast<std::size_t>(size)), SQLITE_IOERR_TRUNCATE);
}

int sync_file(sqlite3_file* file, int /*flags*/) {
    return code_of(of(file).disk->sync(*of(file).file), SQLITE_IOERR_FSYNC);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).file->size());
    return SQLITE_OK;
}

int lock_file(sqlite3_file* /*file*/, int /*level*/) {
    return SQLITE_OK;
}

int check_lock(sqlite3_file* /*file*/, int* held_by_another) {
    *held_by_another = 0;
    return SQLITE_OK;
}

int control_file(sqlite3_file* /*file*/, int /*operation*/, void* /*argument*/) {
    return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file* /*file*/) {
    return kSectorThatSqliteSees;
}

int characteristics(sqlite3_file* /*file*/) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int map_shared(sqlite3_file* file, int region, int size, int make, void volatile** out) {
    *out = of(file).disk->shared_memory(static_cast<std::size_t>(region), static_cast<std::size_t>(size), make != 0);
    return SQLITE_OK;
}

int lock_shared(sqlite3_file* /*file*/, int /*offset*/, int /*count*/, int /*flags*/) {
    return SQLITE_OK;
}

void shared_barrier(sqlite3_file* /*file*/) {}

int unmap_shared(sqlite3_file* file, int /*remove*/) {
    of(file).disk->forget_shared_memory();
    return SQLITE_OK;
}

const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods methods_of_files = [] {
        sqlite3_io_methods made{};
        made.iVersion = 2;
        made.xClose = close_file;
        made.xRead = read_file;
        made.xWrite = write_file;
        made.xTruncate = truncate_file;
        made.xSync = sync_file;
        made.xFileSize = size_of_file;
        made.xLock = lock_file;
        made.xUnlock = lock_file;
        made.xCheckReservedLock = check_lock;
        made.xFileControl = control_file;
        made.xSectorSize = sector_size;
        made.xDeviceCharacteristics = characteristics;
        made.xShmMap = map_shared;
        made.xShmLock = lock_shared;
        made.xShmBarrier = shared_barrier;
        made.xShmUnmap = unmap_shared;
        return made;
    }();
    return methods_of_files;
}

// ---- the folder ----------------------------------------------------------------------------------------------------

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    Disk& disk = disk_of(vfs);
    file->pMethods = nullptr;
    const bool temporary = name == nullptr;
    if (disk.killed() || (!temporary && (flags & SQLITE_OPEN_CREATE) == 0 && disk.find(name) == nullptr)) {
        return SQLITE_CANTOPEN;
    }
    of(file) = {{&methods()}, &disk, temporary ? new DiskFile : &disk.open(name), temporary};
    if (flags_out != nullptr) {
        *flags_out = flags;
    }
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    if (disk_of(vfs).find(name) == nullptr) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    return code_of(disk_of(vfs).remove(name, sync_folder != 0), SQLITE_IOERR_DELETE);
}

int file_exists(sqlite3_vfs* vfs, const char* name, int /*flags*/, int* out) {
    const DiskFile* file = disk_of(vfs).find(name);
    *out = file != nullptr && file->size() > 0 ? 1 : 0;  // an empty one counts as none, as on Unix
    return SQLITE_OK;
}

int full_name(sqlite3_vfs* /*vfs*/, const char* name, int size, char* out) {
    if (std::strlen(name) >= static_cast<std::size_t>(size)) {
        return SQLITE_CANTOPEN;
    }
    std::strcpy(out, name);
    return SQLITE_OK;
}

int draw_random(sqlite3_vfs* vfs, int size, char* out) {
    disk_of(vfs).chance().secret({reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(size)});
    return size;
}

int sleep_for(sqlite3_vfs* /*vfs*/, int microseconds) {
    return microseconds;
}

int current_time(sqlite3_vfs* /*vfs*/, sqlite3_int64* out) {
    *out = kSomeTime;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs* /*vfs*/, int /*size*/, char* /*out*/) {
    return 0;
}

}  // namespace

DiskVfs::DiskVfs(Disk& disk) {
    static std::atomic<int> made{0};
    name_ = "workspace-sim-" + std::to_string(++made);
    vfs_.iVersion = 2;
    vfs_.szOsFile = sizeof(OpenFile);
    vfs_.mxPathname = 512;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = &disk;
    vfs_.xOpen = open_file;
    vfs_.xDelete = delete_file;
    vfs_.xAccess = file_exists;
    vfs_.xFullPathname = full_name;
    vfs_.xRandomness = draw_random;
    vfs_.xSleep = sleep_for;
    vfs_.xGetLastError = last_error;
    vfs_.xCurrentTimeInt64 = current_time;
    if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) {
        throw std::runtime_error("SQLite takes no other file system");
    }
}

DiskVfs::~DiskVfs() {
    sqlite3_vfs_unregister(&vfs_);
}

}  // namespace workspace::sim
