// Searching against the obviously right one: all messages in memory, looked through one by one.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sodium.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "store/accounts.hpp"
#include "store/search.hpp"
#include "store/store_engine.hpp"
#include "support/property.hpp"

namespace workspace::core {
namespace {

using server::Database;
using server::StoreEngine;

constexpr int kPeople = 3;
constexpr int kRooms = 3;
constexpr WallTime kDay{1'700'000'000'000};

/// A message as its author last left it.
struct Said {
    std::int64_t room;
    std::int64_t seq;
    std::int64_t author;
    std::int64_t at;
    std::string body;  ///< none any more when it was deleted
};

/// The server's store in a file of its own, and beside it what it must find.
class SearchWorld {
public:
    SearchWorld() : folder_(make_folder()), engine_(folder_ / "workspace.db") {
        StoreEngine::Batch batch(engine_);
        for (int i = 1; i <= kPeople; ++i) {
            const std::string name = "person" + std::to_string(i);
            const auto account = server::add_account(
                engine_.database(), {.id = {}, .login = name, .name = name, .password_hash = "none"}, kDay);
            tokens_[account->value] =
                server::add_api_token(engine_.database(), *account, "wst_" + name, "test", "read post", kDay).value();
            members_[1].insert(account->value);  // General
        }
        make_room(1);
        make_room(2);
        for (int posts = 0; posts < 20; ++posts) {
            say(draw(1, kPeople), {draw(1, kRooms)});
        }
        batch.commit();
    }
    ~SearchWorld() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    SearchWorld(const SearchWorld&) = delete;
    SearchWorld& operator=(const SearchWorld&) = delete;

    /// One transaction of a few random acts, each refused or done.
    void step() {
        StoreEngine::Batch batch(engine_);
        const Model before{said_, members_};
        for (int acts = *rc::gen::inRange(1, 6); acts > 0; --acts) {
            act();
        }
        if (*rc::gen::inRange(0, 5) != 0) {
            batch.commit();
        } else {
            said_ = before.said;
            members_ = before.members;
        }
    }

    void check() {
        server::SearchQuestion question{.reader = {draw(1, kPeople)}, .typed = typed(), .limit = draw(1, 5)};
        if (seldom()) {
            question.room = RoomId{draw(1, kRooms + 1)};
        }
        if (seldom()) {
            question.from = "person" + std::to_string(draw(1, kPeople));
        }
        if (seldom()) {
            question.after = WallTime{kDay.ms + draw(0, 40)};
        }
        if (seldom()) {
            question.before = WallTime{kDay.ms + draw(0, 40)};
        }
        RC_ASSERT(found(question) == expected(question));
    }

private:
    struct Model {
        std::vector<Said> said;
        std::map<std::int64_t, std::set<std::int64_t>> members;
    };

    static std::filesystem::path make_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "workspace-search-XXXXXX").string();
        RC_ASSERT(sodium_init() >= 0 && ::mkdtemp(name.data()) != nullptr);
        return name;
    }
    static std::int64_t draw(std::int64_t from, std::int64_t to) {
        return *rc::gen::inRange<std::int64_t>(from, to + 1);
    }
    static bool seldom() { return draw(0, 3) == 0; }
    static std::string word() { return *rc::gen::element<std::string>("ab", "abc", "abcd", "q"); }
    static std::string words(std::int64_t most) {
        std::string text = word();
        for (auto more = draw(0, most - 1); more > 0; --more) {
            text += " " + word();
        }
        return text;
    }
    static std::string typed() { return seldom() ? "\"" + words(2) + "\"" : words(2); }

    template <class Act>
    std::optional<Appended> done(std::int64_t author, Act act) {
        for (auto& byte : act.cid.value) {
            byte = static_cast<std::uint8_t>(draw(0, 255));
        }
        const auto result = engine_.one_of_many([&] {
            return engine_.execute(
                Append{ApiTokenFence{tokens_.at(author)}, {author}, std::move(act), {kDay.ms + draw(0, 40)}});
        });
        const auto* appended = std::get_if<Appended>(&std::get<AppendResult>(result));
        return appended != nullptr ? std::optional(*appended) : std::nullopt;
    }

    void act() {
        const auto who = draw(1, kPeople);
        const RoomId room{draw(1, kRooms)};
        switch (draw(0, 11)) {
            case 0: return make_room(who);
            case 1: return join(who, room);
            case 2: return leave(who, room);
            case 3: return take_back(who);
            case 4:
            case 5:
            case 6:
            case 7: return edit();
            default: return say(who, room);
        }
    }
    void make_room(std::int64_t who) {
        const std::string name = "room" + std::to_string(draw(2, kRooms));
        if (const auto made = done(who, wire::CreateRoom{{}, wire::RoomKind::open, name, {}})) {
            members_[made->room.value] = {who};
        }
    }
    void join(std::int64_t who, RoomId room) {
        if (done(who, wire::Join{room, {}})) {
            members_[room.value].insert(who);
        }
    }
    void leave(std::int64_t who, RoomId room) {
        if (done(who, wire::Leave{room, {}, {}})) {
            members_[room.value].erase(who);
        }
    }
    void say(std::int64_t who, RoomId room) {
        const std::string body = words(3);
        if (const auto made = done(who, wire::Post{room, {}, {}, body})) {
            said_.push_back({room.value, made->event.seq.value, who, made->event.at.ms, body});
        }
    }
    Said& one_said() { return said_.at(static_cast<std::size_t>(draw(0, std::ssize(said_) - 1))); }
    void edit() {
        if (said_.empty()) {
            return;
        }
        Said& target = one_said();
        const std::string body = words(3);
        if (done(target.author, wire::Edit{{target.room}, {}, {}, {target.seq}, body})) {
            target.body = body;
        }
    }
    void take_back(std::int64_t who) {
        if (said_.empty()) {
            return;
        }
        Said& target = one_said();
        if (done(who, wire::Delete{{target.room}, {}, {}, {target.seq}})) {
            target.body.clear();
        }
    }

    using Found = std::vector<std::pair<std::int64_t, std::string>>;  ///< room and text, newest first

    /// All pages.
    Found found(server::SearchQuestion question) {
        Database reading(folder_ / "workspace.db", Database::Mode::read_only);
        const server::WordSplitter splitter(reading);
        Found all;
        while (true) {
            const server::Snapshot snapshot(reading);
            const auto result = server::search(reading, splitter, question);
            const auto* page = std::get_if<server::SearchPage>(&result);
            if (page == nullptr) {
                return {{0, "refused"}};
            }
            RC_ASSERT(std::ssize(page->hits) <= question.limit);
            for (const auto& hit : page->hits) {
                RC_ASSERT(!hit.highlights.empty());
                all.emplace_back(hit.room.value, hit.event.body);
            }
            RC_ASSERT(all.size() <= said_.size());
            if (!page->more) {
                return all;
            }
            question.older_than = server::MessagePlace{page->hits.back().room, page->hits.back().event.seq};
        }
    }

    Found expected(const server::SearchQuestion& question) {
        const auto reader = question.reader.value;
        if (question.room && !members_[question.room->value].contains(reader)) {
            return {{0, "refused"}};
        }
        Found all;
        for (auto said = said_.rbegin(); said != said_.rend(); ++said) {
            if (members_[said->room].contains(reader) && (!question.room || question.room->value == said->room) &&
                (!question.from || *question.from == "person" + std::to_string(said->author)) &&
                (!question.after || said->at >= question.after->ms) &&
                (!question.before || said->at < question.before->ms) && has(said->body, question.typed)) {
                all.emplace_back(said->room, said->body);
            }
        }
        return all;
    }

    /// Words of letters with single blanks between them: looked for as text with a blank on either side.
    static bool has(const std::string& body, std::string what) {
        const std::string text = " " + body + " ";
        if (what.front() == '"') {
            return text.find(" " + what.substr(1, what.size() - 2) + " ") != std::string::npos;
        }
        const bool beginning = what.size() - (what.rfind(' ') + 1) >= server::kBeginningLettersMin;
        what += beginning ? "" : " ";
        for (std::size_t at = 0; at < what.size();) {
            const auto end = std::min(what.find(' ', at), what.size() - 1);
            if (text.find(" " + what.substr(at, end + 1 - at)) == std::string::npos) {
                return false;
            }
            at = end + 1;
        }
        return true;
    }

    std::filesystem::path folder_;
    StoreEngine engine_;
    std::map<std::int64_t, std::int64_t> tokens_;
    std::vector<Said> said_;
    std::map<std::int64_t, std::set<std::int64_t>> members_;
};

PROPERTY(SearchProperty, M5_EqualsALookThroughAllMessages, 100) {
    SearchWorld world;
    for (int steps = *rc::gen::inRange(1, 12); steps > 0; --steps) {
        world.step();
        for (int checks = 0; checks < 3; ++checks) {
            world.check();
        }
    }
}

}  // namespace
}  // namespace workspace::core
