#include "disk/disk_file.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace workspace::sim {

namespace {

constexpr std::size_t kPage = 4096;

std::size_t at_most(Chance& chance, std::size_t most) {
    return static_cast<std::size_t>(chance.jitter(most + 1));
}

}  // namespace

std::size_t DiskFile::read(std::size_t offset, std::span<std::uint8_t> out) const {
    if (offset >= content_.size()) {
        return 0;
    }
    const std::size_t count = std::min(out.size(), content_.size() - offset);
    std::copy_n(content_.begin() + static_cast<std::ptrdiff_t>(offset), count, out.begin());
    return count;
}

void DiskFile::write(std::size_t offset, std::span<const std::uint8_t> bytes) {
    add({offset, Bytes(bytes.begin(), bytes.end()), false});
}

void DiskFile::truncate(std::size_t size) {
    add({size, {}, true});
}

void DiskFile::add(Change change) {
    apply(content_, change);
    unsynced_.push_back(std::move(change));
}

void DiskFile::apply(Bytes& bytes, const Change& change) {
    const std::size_t end = change.offset + change.bytes.size();
    if (change.truncates || end > bytes.size()) {
        bytes.resize(end);
    }
    std::copy(change.bytes.begin(), change.bytes.end(), bytes.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

void DiskFile::sync() {
    for (const Change& change : unsynced_) {
        apply(durable_, change);
    }
    unsynced_.clear();
    was_synced_ = true;
}

std::size_t DiskFile::size_after(std::size_t changes) const {
    std::size_t size = durable_.size();
    for (std::size_t i = 0; i < changes; ++i) {
        const std::size_t end = unsynced_[i].offset + unsynced_[i].bytes.size();
        size = unsynced_[i].truncates ? end : std::max(size, end);
    }
    return size;
}

void DiskFile::lose_power(Chance& chance) {
    const Survivors survivors = draw_survivors(chance);
    const std::size_t size = size_after(survivors.of_length);
    for (std::size_t i = 0; i < unsynced_.size(); ++i) {
        const Change& change = unsynced_[i];
        const std::size_t end = change.truncates ? durable_.size() : change.offset + change.bytes.size();
        durable_.resize(std::max(durable_.size(), end));
        for (std::size_t at = change.offset; at < end; at = (at / kSector + 1) * kSector) {
            if (i < survivors.of_sector(at / kSector)) {
                const std::size_t count = std::min((at / kSector + 1) * kSector, end) - at;
                const auto into = durable_.begin() + static_cast<std::ptrdiff_t>(at);
                if (change.truncates) {
                    std::fill_n(into, count, std::uint8_t{0});
                } else {
                    std::copy_n(change.bytes.begin() + static_cast<std::ptrdiff_t>(at - change.offset), count, into);
                }
            }
        }
    }
    durable_.resize(size);
    unsynced_.clear();
    content_ = durable_;
    was_synced_ = true;
}

/// One of the ways in which disks and file systems lose: everything, nothing, all from a torn write on, or each sector
/// on its own.
DiskFile::Survivors DiskFile::draw_survivors(Chance& chance) const {
    const std::size_t all = unsynced_.size();
    switch (chance.jitter(4)) {
        case 0: return {0, [](std::size_t) { return std::size_t{0}; }};
        case 1: return {all, [all](std::size_t) { return all; }};
        case 2: return survive_until_torn(chance);
        default: return survive_by_sector(chance);
    }
}

DiskFile::Survivors DiskFile::survive_until_torn(Chance& chance) const {
    const std::size_t torn = at_most(chance, unsynced_.size());
    std::size_t first_lost = 0;
    std::size_t of_length = torn;
    if (torn < unsynced_.size()) {
        const Change& change = unsynced_[torn];
        first_lost = change.offset / kSector + at_most(chance, change.bytes.size() / kSector);
        of_length += at_most(chance, 1);
    }
    return {of_length, [torn, first_lost](std::size_t sector) { return sector < first_lost ? torn + 1 : torn; }};
}

DiskFile::Survivors DiskFile::survive_by_sector(Chance& chance) const {
    const std::size_t all = unsynced_.size();
    auto drawn = std::make_shared<std::map<std::size_t, std::size_t>>();
    return {at_most(chance, all), [all, drawn, &chance](std::size_t sector) {
                const auto [found, fresh] = drawn->try_emplace(sector, all);
                if (fresh && chance.one_in(2)) {
                    found->second = at_most(chance, all);
                }
                return found->second;
            }};
}

void DiskFile::rot(Chance& chance) {
    if (content_.empty()) {
        return;
    }
    const std::size_t page = at_most(chance, (content_.size() - 1) / kPage);
    const std::size_t most = std::min(kPage, content_.size() - page * kPage) - 1;
    const std::size_t at = page * kPage + at_most(chance, most);
    const auto bit = static_cast<std::uint8_t>(1U << chance.jitter(8));
    content_[at] ^= bit;
    if (at < durable_.size()) {
        durable_[at] ^= bit;
    }
}

}  // namespace workspace::sim
