#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "world/chance.hpp"

namespace workspace::sim {

/// One file: what programs see of it, what a power failure leaves of it for certain, and what lies between the two.
class DiskFile {
public:
    using Bytes = std::vector<std::uint8_t>;
    static constexpr std::size_t kSector = 512;  ///< what is written whole, or not at all

    [[nodiscard]] std::size_t size() const { return content_.size(); }
    [[nodiscard]] const Bytes& content() const { return content_; }
    /// Whether a power failure leaves a file of this name.
    [[nodiscard]] bool was_synced() const { return was_synced_; }

    /// How many bytes there were to read.
    std::size_t read(std::size_t offset, std::span<std::uint8_t> out) const;
    void write(std::size_t offset, std::span<const std::uint8_t> bytes);
    void truncate(std::size_t size);
    void sync();
    /// A sync that failed, as Linux has it: what it was for counts as written, stays to be read, and is nowhere.
    void fail_sync() { unsynced_.clear(); }
    /// Power is lost: each sector is as it was at some moment since the last sync, the file's length too.
    void lose_power(Chance& chance);
    /// One bit of a random page is another.
    void rot(Chance& chance);

private:
    struct Change {
        std::size_t offset;
        Bytes bytes;
        bool truncates;  ///< to `offset`
    };
    /// How many of the changes a power failure leaves, of each sector and of the file's length.
    struct Survivors {
        std::size_t of_length;
        std::function<std::size_t(std::size_t sector)> of_sector;
    };

    void add(Change change);
    [[nodiscard]] Survivors draw_survivors(Chance& chance) const;
    [[nodiscard]] Survivors survive_until_torn(Chance& chance) const;
    [[nodiscard]] Survivors survive_by_sector(Chance& chance) const;
    [[nodiscard]] std::size_t size_after(std::size_t changes) const;
    static void apply(Bytes& bytes, const Change& change);

    Bytes content_;
    Bytes durable_;
    std::vector<Change> unsynced_;
    bool was_synced_ = false;
};

}  // namespace workspace::sim
