#include "presence_view.hpp"

#include <algorithm>

#include "digest.hpp"
#include "tuning.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::client {
namespace {

bool ascending(const std::vector<wire::Person>& people) {
    return std::adjacent_find(people.begin(), people.end(), [](const wire::Person& a, const wire::Person& b) {
               return !(a.id < b.id);
           }) == people.end();
}

}  // namespace

void PresenceView::live(const wire::PresenceStamp& published) {
    live_ = true;
    asked_ = 0;
    if (wish_ == wire::PresenceWish::count) {
        held_ = published;
    } else if (held_ != published) {
        let_go();
        ask();
    }
    tell();
}

void PresenceView::link_lost() {
    if (live_) {
        live_ = false;
        tell();
    }
}

void PresenceView::on_change(const wire::PresenceChange& change) {
    if (wish_ == wire::PresenceWish::count) {
        held_ = change.now;
        tell();
        return;
    }
    if (!held_ || change.now.version <= held_->version) {
        return;  // asked for already, or known already
    }
    const bool next = !zoo::has(zoo::Bug::set_is_asked_for_each_time) && change.now.boot == held_->boot &&
                      change.now.version.value == held_->version.value + 1;
    if (next) {
        for (const AccountId account : change.left) {
            set_.erase(account);
        }
        for (const wire::Person& person : change.joined) {
            set_.insert(person.id, person.name);
        }
    }
    if (next && set_is(change.now)) {
        held_ = change.now;
    } else {
        let_go();
        ask();
    }
    tell();
}

void PresenceView::on_set(const wire::PresenceSet& whole) {
    if (wish_ == wire::PresenceWish::count || asked_ == 0) {
        return;
    }
    asked_ = 0;
    let_go();
    if (ascending(whole.people)) {
        for (const wire::Person& person : whole.people) {
            set_.insert(person.id, person.name);
        }
    }
    if (set_is(whole.now)) {
        held_ = whole.now;
    } else {
        set_.clear();  // the next beat asks again: once a beat, however the server answers
    }
    tell();
}

void PresenceView::on_beat(const wire::PresenceStamp& published) {
    if (wish_ == wire::PresenceWish::count) {
        if (held_ != published) {
            held_ = published;
            tell();
        }
        return;
    }
    if (asked_ > 0) {
        --asked_;
    }
    if (asked_ > 0) {
        return;
    }
    if (held_ != published) {
        const bool had = held_.has_value();
        let_go();
        ask();
        if (had) {
            tell();
        }
    }
}

std::optional<std::int64_t> PresenceView::shown() const {
    if ((!live_ && !zoo::has(zoo::Bug::count_without_a_link)) || !held_) {
        return std::nullopt;
    }
    return wish_ == wire::PresenceWish::count ? held_->count : set_.count();
}

void PresenceView::ask() {
    if (asked_ == 0) {
        asked_ = kBeatsToAnswer;
        outputs_.send(wire::PresenceGet{});
    }
}

void PresenceView::let_go() {
    set_.clear();
    held_.reset();
}

bool PresenceView::set_is(const wire::PresenceStamp& stamp) const {
    return set_.count() == stamp.count && hash_text(set_.hash()) == stamp.hash;
}

void PresenceView::tell() {
    PresenceChanged changed;
    changed.count = shown();
    if (changed.count && wish_ == wire::PresenceWish::people) {
        auto people = std::make_shared<std::vector<wire::Person>>();
        people->reserve(set_.members().size());
        for (const auto& [id, name] : set_.members()) {
            people->push_back({id, name});
        }
        changed.people = std::move(people);
    }
    outputs_.tell(std::move(changed));
}

void PresenceView::check(std::vector<std::string>& broken) const {
    if (wish_ == wire::PresenceWish::people && held_ && !set_is(*held_)) {
        broken.emplace_back("P3: the set that is held is not the one that its stamp names");
    }
    if (!held_ && set_.count() != 0) {
        broken.emplace_back("P3: there are people in a set that is not held");
    }
}

std::uint64_t PresenceView::digest() const {
    Digest digest;
    digest.add(static_cast<std::uint64_t>(live_)).add(static_cast<std::uint64_t>(asked_)).add(set_.hash());
    if (held_) {
        digest.add(held_->boot).add(held_->version).add(static_cast<std::uint64_t>(held_->count)).add(held_->hash);
    }
    return digest.value();
}

}  // namespace workspace::core::client
