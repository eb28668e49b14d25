#pragma once

#include <string>

#include <sqlite3.h>

#include "disk/disk.hpp"

namespace workspace::sim {

/// A Disk as SQLite sees it: registered while it lives, under a name of its own. One connection at a time (locks always
/// succeed); the clock stands still and randomness is the disk's.
class DiskVfs {
public:
    explicit DiskVfs(Disk& disk);
    ~DiskVfs();
    DiskVfs(const DiskVfs&) = delete;
    DiskVfs& operator=(const DiskVfs&) = delete;

    [[nodiscard]] const char* name() const { return name_.c_str(); }

private:
    std::string name_;
    sqlite3_vfs vfs_{};
};

}  // namespace workspace::sim
