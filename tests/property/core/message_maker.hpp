#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../../../core-protocol/src/wire/field_types.hpp"
#include "workspace/core/presence/connected_set.hpp"

/// Messages at random, derived from the declarations: every field within its
/// bounds, often at their edges.
namespace workspace::core::test {

/// splitmix64: one drawn seed makes one message, however large.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() { return member_hash(AccountId{static_cast<std::int64_t>(state_++)}); }
    /// 0 .. bound - 1.
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(bound));
    }
    bool one_in(std::int64_t n) { return below(n) == 0; }

private:
    std::uint64_t state_;
};

class MessageMaker {
public:
    explicit MessageMaker(std::uint64_t seed) : dice_(seed) {}

    template <class Record>
    Record make() {
        Record record;
        wire::detail::for_each_field<Record>([&](const auto& field) { fill(field.bounds, record.*field.member); });
        mend(record);
        return record;
    }

private:
    template <class T>
    void fill(wire::Bounds declared, T& out) {
        value(wire::detail::effective_bounds<T>(declared), out);
    }
    template <class T>
    void fill(wire::Bounds declared, std::optional<T>& out) {
        if (dice_.one_in(2)) {
            fill(declared, out.emplace());
        }
    }

    template <wire::detail::IsRecord Record>
    void value(wire::Bounds /*bounds*/, Record& out) {
        out = make<Record>();
    }
    template <class T>
    void value(wire::Bounds bounds, std::vector<T>& out) {
        const std::int64_t edge = std::min<std::int64_t>(bounds.max, 1000);
        const std::int64_t size = dice_.one_in(40) ? edge : std::min(bounds.max, bounds.min + dice_.below(4));
        for (std::int64_t i = 0; i < size; ++i) {
            fill(wire::kOwnBounds, out.emplace_back());
        }
    }
    template <class Tag>
    void value(wire::Bounds bounds, Id<Tag, std::int64_t>& out) {
        value(bounds, out.value);
    }
    template <class Tag, std::size_t N>
    void value(wire::Bounds /*bounds*/, Bytes<Tag, N>& out) {
        std::generate(out.value.begin(), out.value.end(), [&] { return static_cast<std::uint8_t>(dice_.next()); });
    }
    template <wire::detail::IsNamedEnum E>
    void value(wire::Bounds /*bounds*/, E& out) {
        const auto& names = wire::detail::names_of(E{});
        out = names[static_cast<std::size_t>(dice_.below(std::ssize(names)))].first;
    }
    void value(wire::Bounds /*bounds*/, bool& out) { out = dice_.one_in(2); }
    void value(wire::Bounds bounds, WallTime& out) { value(bounds, out.ms); }
    void value(wire::Bounds bounds, SecretText& out) { out = SecretText(text(bounds)); }
    void value(wire::Bounds bounds, std::string& out) { out = text(bounds); }
    void value(wire::Bounds bounds, std::int64_t& out);
    void value(wire::Bounds bounds, Refusal& out);
    void value(wire::Bounds bounds, CloseCode& out);
    std::string text(wire::Bounds bounds);

    /// What single bounds cannot say.
    template <class Record>
    void mend(Record& /*record*/) {}
    void mend(wire::PresenceStamp& stamp) { stamp.hash = hash_text(dice_.next()); }
    void mend(wire::Page& page);
    void mend(wire::CreateRoom& create);

    Dice dice_;
};

}  // namespace workspace::core::test
