#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "disk/disk_file.hpp"
#include "world/chance.hpp"
#include "world/disk_switches.hpp"

namespace workspace::sim {

/// Files in memory that break as they do on a computer. One process uses it; when that dies, nothing it still tries
/// has an effect, until crash().
class Disk {
public:
    enum class Outcome : std::uint8_t { done, failed, full };

    explicit Disk(std::uint64_t seed) : chance_(seed, "disk") {}

    // ---- what the process asks for -----------------------------------------------------------------------------------
    [[nodiscard]] DiskFile* find(const std::string& name);
    /// The file of this name, which may be a new one.
    [[nodiscard]] DiskFile& open(const std::string& name);
    [[nodiscard]] Outcome write(DiskFile& file, std::size_t offset, std::span<const std::uint8_t> bytes);
    [[nodiscard]] Outcome truncate(DiskFile& file, std::size_t size);
    [[nodiscard]] Outcome sync(DiskFile& file);
    /// Unless `durably`, a power failure may bring it back.
    [[nodiscard]] Outcome remove(const std::string& name, bool durably);
    /// Memory that is shared by those who have the file open; it is gone with the process.
    [[nodiscard]] std::uint8_t* shared_memory(std::size_t region, std::size_t size, bool make);
    void forget_shared_memory() { shared_memory_.clear(); }
    [[nodiscard]] Chance& chance() { return chance_; }

    // ---- what befalls it ---------------------------------------------------------------------------------------------
    [[nodiscard]] DiskSwitches& switches() { return switches_; }
    /// The process is dead: it was killed at a change, or by kill().
    [[nodiscard]] bool killed() const { return killed_; }
    void kill() { killed_ = true; }
    /// After kill(), when the process has let go of all files. With `power`, what was not synced is lost, or not.
    void crash(bool power);
    /// A bit of a file turns over that nobody has open.
    void rot(const std::string& name);
    /// Writes, syncs, truncations and removals so far: what `kill_at` counts.
    [[nodiscard]] std::uint64_t changes() const { return changes_; }

private:
    /// Whether the process dies at this change, which has just begun.
    [[nodiscard]] bool dies_now();
    void lose_power();

    Chance chance_;
    DiskSwitches switches_;
    std::map<std::string, DiskFile> files_;
    std::map<std::string, DiskFile> removed_;  ///< not durably
    std::vector<std::vector<std::uint8_t>> shared_memory_;
    bool killed_ = false;
    std::uint64_t changes_ = 0;
};

}  // namespace workspace::sim
