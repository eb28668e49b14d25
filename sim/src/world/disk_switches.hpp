#pragma once

#include <cstdint>
#include <optional>

namespace workspace::sim {

/// How a disk misbehaves from now on.
struct DiskSwitches {
    bool lying_fsync = false;  ///< a sync says that it was done, and was not
    bool full = false;         ///< what would make a file longer fails
    int fail_syncs = 0;        ///< so many of the next; as on Linux, what they should have synced never will be
    int fail_writes = 0;       ///< so many of the next, each somewhere on its way
    /// The process dies at this change from now (1: the next write, sync, truncation or removal), which is done in
    /// part; whatever it still tries fails.
    std::optional<std::uint64_t> kill_at;
};

}  // namespace workspace::sim
