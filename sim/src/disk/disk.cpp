#include "disk/disk.hpp"

#include <utility>

namespace workspace::sim {

DiskFile* Disk::find(const std::string& name) {
    const auto found = files_.find(name);
    return found != files_.end() ? &found->second : nullptr;
}

DiskFile& Disk::open(const std::string& name) {
    removed_.erase(name);
    return files_[name];
}

bool Disk::dies_now() {
    ++changes_;
    if (switches_.kill_at && --*switches_.kill_at == 0) {
        switches_.kill_at.reset();
        killed_ = true;
        return true;
    }
    return false;
}

Disk::Outcome Disk::write(DiskFile& file, std::size_t offset, std::span<const std::uint8_t> bytes) {
    if (killed_) {
        return Outcome::failed;
    }
    if (dies_now()) {
        file.write(offset, bytes.first(chance_.jitter(bytes.size() + 1)));
        return Outcome::failed;
    }
    if (switches_.full && offset + bytes.size() > file.size()) {
        return Outcome::full;
    }
    if (switches_.fail_writes > 0) {
        --switches_.fail_writes;
        file.write(offset, bytes.first(chance_.jitter(bytes.size())));
        return Outcome::failed;
    }
    file.write(offset, bytes);
    return Outcome::done;
}

Disk::Outcome Disk::truncate(DiskFile& file, std::size_t size) {
    if (killed_ || (dies_now() && chance_.one_in(2))) {
        return Outcome::failed;
    }
    file.truncate(size);
    return killed_ ? Outcome::failed : Outcome::done;
}

Disk::Outcome Disk::sync(DiskFile& file) {
    if (killed_ || (dies_now() && chance_.one_in(2))) {
        return Outcome::failed;
    }
    if (switches_.fail_syncs > 0) {
        --switches_.fail_syncs;
        file.fail_sync();
        return Outcome::failed;
    }
    if (!switches_.lying_fsync) {
        if (!file.was_synced()) {
            removed_.clear();  // with a new file SQLite syncs the folder
        }
        file.sync();
    }
    return killed_ ? Outcome::failed : Outcome::done;
}

Disk::Outcome Disk::remove(const std::string& name, bool durably) {
    if (killed_ || (dies_now() && chance_.one_in(2))) {
        return Outcome::failed;
    }
    auto node = files_.extract(name);
    if (!node.empty() && !durably) {
        removed_.insert_or_assign(name, std::move(node.mapped()));
    }
    return killed_ ? Outcome::failed : Outcome::done;
}

std::uint8_t* Disk::shared_memory(std::size_t region, std::size_t size, bool make) {
    if (region >= shared_memory_.size()) {
        if (!make) {
            return nullptr;
        }
        shared_memory_.resize(region + 1);
    }
    auto& memory = shared_memory_[region];
    memory.resize(size);
    return memory.data();
}

void Disk::crash(bool power) {
    forget_shared_memory();
    switches_.kill_at.reset();  // it was meant for this process
    if (power) {
        lose_power();
    }
    killed_ = false;
}

void Disk::lose_power() {
    for (auto& [name, file] : removed_) {
        if (chance_.one_in(2)) {
            files_.insert_or_assign(name, std::move(file));
        }
    }
    removed_.clear();
    std::erase_if(files_, [this](const auto& entry) { return !entry.second.was_synced() && chance_.one_in(2); });
    for (auto& [name, file] : files_) {
        file.lose_power(chance_);
    }
}

void Disk::rot(const std::string& name) {
    if (DiskFile* file = find(name)) {
        file->rot(chance_);
    }
}

}  // namespace workspace::sim
