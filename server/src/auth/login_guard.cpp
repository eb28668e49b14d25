#include "login_guard.hpp"

#include <arpa/inet.h>
#include <algorithm>
#include <array>

namespace workspace::server {

using namespace core;

namespace {

constexpr int kDoublingsMax = 20;
static_assert(kTryWaitFirst * (1 << kDoublingsMax) > kTryWaitMax);

/// Login names have no case, for letters of ASCII: as the database compares them.
std::string key_of(const std::string& name, const TriedFrom& from) {
    std::string key = name;
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return key + '\0' + from.place;
}

std::string key_of_address(const TriedFrom& from) {
    return '\0' + from.place;
}

}  // namespace

Duration wait_after(int wrong, int free) {
    if (wrong < free) {
        return Duration::zero();
    }
    return std::min<Duration>(kTryWaitFirst * (1 << std::min(wrong - free, kDoublingsMax)), kTryWaitMax);
}

TriedFrom TriedFrom::address(std::string_view address) {
    std::array<unsigned char, 16> bytes{};
    const std::string text(address);
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) {
        return {text, false};
    }
    const bool is_v4 = std::all_of(bytes.begin(), bytes.begin() + 10, [](unsigned char byte) { return byte == 0; }) &&
                       bytes[10] == 0xff && bytes[11] == 0xff;
    const auto first = is_v4 ? bytes.begin() + 12 : bytes.begin();
    std::string place(first, first + (is_v4 ? 4 : 8));
    if (is_v4) {
        std::array<char, INET_ADDRSTRLEN> v4{};
        ::inet_ntop(AF_INET, place.data(), v4.data(), v4.size());
        return {v4.data(), false};
    }
    return {std::move(place), false};
}

bool LoginGuard::may_try(const std::string& name, const TriedFrom& from, MonotonicTime now) {
    const std::lock_guard lock(mutex_);
    return !waits(key_of(name, from), kFreeTries, now) &&
           (from.known || !waits(key_of_address(from), kFreeTriesOfAddress, now));
}

void LoginGuard::was_wrong(const std::string& name, const TriedFrom& from, MonotonicTime now) {
    const std::lock_guard lock(mutex_);
    count(key_of(name, from), now);
    if (!from.known) {
        count(key_of_address(from), now);
    }
}

void LoginGuard::was_right(const std::string& name, const TriedFrom& from) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key_of(name, from));
    if (found != by_key_.end()) {
        const auto counter = found->second;
        by_key_.erase(found);
        counters_.erase(counter);
    }
}

bool LoginGuard::waits(const std::string& key, int free, MonotonicTime now) const {
    const auto found = by_key_.find(key);
    return found != by_key_.end() && now < found->second->last + wait_after(found->second->wrong, free);
}

void LoginGuard::count(const std::string& key, MonotonicTime now) {
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
        counters_.splice(counters_.begin(), counters_, found->second);
    } else {
        counters_.push_front({key, 0, now});
        by_key_.emplace(counters_.front().key, counters_.begin());
    }
    Counter& counter = counters_.front();
    counter.wrong = now < counter.last + kTriesForgottenAfter ? counter.wrong + 1 : 1;
    counter.last = now;
    while (counters_.size() > counters_max_ || !(now < counters_.back().last + kTriesForgottenAfter)) {
        by_key_.erase(counters_.back().key);
        counters_.pop_back();
    }
}

}  // namespace workspace::server
