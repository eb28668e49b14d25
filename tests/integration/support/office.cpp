#include "support/office.hpp"

#include <sqlite3.h>
#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace workspace::testing {
namespace json = boost::json;

namespace {

std::string text_at(const json::object& object, const char* key) {
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::int64_t number_at(const json::object& object, const char* key) {
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_number() ? value->to_number<std::int64_t>() : 0;
}

}  // namespace

int scaled(int load) {
    const char* scale = std::getenv("WORKSPACE_TEST_SCALE");
    const int divisor = scale != nullptr ? std::atoi(scale) : 1;
    return std::max(1, load / std::max(1, divisor));
}

// ---- Server -------------------------------------------------------------------------------------------------------

Server::Server(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
}

void Server::start(const std::vector<std::string>& options) {
    std::vector<std::string> argv{WORKSPACE_SERVER_BINARY,
                                  "serve",
                                  "--data-dir",
                                  folder_.string(),
                                  "--port",
                                  std::to_string(port_),
                                  "--messages-per-second",
                                  "0",
                                  "--argon2-memory-mib",
                                  "8",
                                  "--argon2-ops",
                                  "1"};
    argv.insert(argv.end(), options.begin(), options.end());
    process_ = std::make_unique<Child>(
        Child::Options{.argv = std::move(argv), .environment = {}, .log = folder_.string() + ".log"});
    const std::string marker = "listening on http://127.0.0.1:";
    const auto line = process_->wait_line(
        [&](const std::string& text) { return text.find(marker) != std::string::npos; }, "the server's port");
    port_ = std::atoi(line.c_str() + line.find(marker) + marker.size());
}

int Server::stop() {
    process_->signal(SIGTERM);
    return process_->wait_exit();
}

std::string Server::password_of(const std::string& name) {
    return "correct horse " + name;
}

void Server::add_account(const std::string& name) {
    const auto done = run({WORKSPACE_SERVER_BINARY, "user", "add", name, "--data-dir", folder_.string(), "--display",
                           name, "--password-stdin", "--argon2-memory-mib", "8", "--argon2-ops", "1"},
                          password_of(name));
    if (done.code != 0) {
        throw std::runtime_error("user add failed: " + done.output);
    }
}

std::string Server::url() const {
    return "http://127.0.0.1:" + std::to_string(port_);
}

std::set<std::string> Server::leases() const {
    sqlite3* database = nullptr;
    const std::string file = (folder_ / "workspace.db").string();
    std::set<std::string> names;
    std::string failure;
    if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK) {
        sqlite3_busy_timeout(database, 5000);
        sqlite3_stmt* statement = nullptr;
        const char* query = "SELECT a.login FROM leases l JOIN accounts a ON a.id = l.account";
        if (sqlite3_prepare_v2(database, query, -1, &statement, nullptr) == SQLITE_OK) {
            while (sqlite3_step(statement) == SQLITE_ROW) {
                names.insert(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
            }
        } else {
            failure = sqlite3_errmsg(database);
        }
        sqlite3_finalize(statement);
    } else {
        failure = "cannot open " + file;
    }
    sqlite3_close(database);
    if (!failure.empty()) {
        throw std::runtime_error("reading the leases: " + failure);
    }
    return names;
}

// ---- Person -------------------------------------------------------------------------------------------------------

Person::Person(At at) : at_(std::move(at)) {
    std::filesystem::create_directories(at_.folder);
    process_ = std::make_unique<Child>(
        Child::Options{.argv = {WORKSPACE_CLI_BINARY, "--json", "--data-dir", at_.folder.string(), "--workstation",
                                at_.workstation, "--server", at_.server_url},
                       .environment = {},
                       .log = at_.folder.string() + ".log"});
    process_->on_line([this](const std::string& line) { take(line); });
}

void Person::take(const std::string& line) {
    const std::lock_guard lock(mutex_);
    const auto event = json::parse(line).as_object();
    const auto kind = text_at(event, "event");
    if (kind == "phase") {
        take_phase(event);
    } else if (kind == "presence") {
        known_.count.reset();
        known_.people.clear();
        if (event.at("count").is_number()) {
            known_.count = number_at(event, "count");
        }
        for (const auto& person : event.at("people").as_array()) {
            known_.people.insert(text_at(person.as_object(), "name"));
        }
    } else if (kind == "rooms") {
        for (const auto& room : event.at("rooms").as_array()) {
            room_ = room_ == 0 ? number_at(room.as_object(), "id") : room_;
        }
    } else if (kind == "messages") {
        take_messages(event);
    } else if (kind == "post") {
        known_.posts[text_at(event, "body")] = text_at(event, "state");
    }
    changed_.notify_all();
}

void Person::take_phase(const json::object& event) {
    known_.phase = text_at(event, "phase");
    if (known_.phase == "live") {
        ++known_.live_times;
    }
    const auto* why = event.if_contains("stop");
    if (why == nullptr || !why->is_object()) {
        return;
    }
    const auto& object = why->as_object();
    known_.stop = text_at(object, "refusal").empty() ? text_at(object, "close") : text_at(object, "refusal");
    known_.refusals.insert(known_.stop);
    const auto* may = object.if_contains("may_use_here");
    known_.may_use_here = may != nullptr && may->is_bool() && may->as_bool();
    const auto* holder = object.if_contains("holder");
    known_.holder_workstation =
        holder != nullptr && holder->is_object() ? text_at(holder->as_object(), "workstation") : "";
}

void Person::take_messages(const json::object& event) {
    if (number_at(event, "room") != room_) {
        return;
    }
    known_.head = std::max(known_.head, number_at(event, "head"));
    const auto* live = event.if_contains("live");
    for (const auto& item : event.at("events").as_array()) {
        const auto& message = item.as_object();
        const auto seq = number_at(message, "seq");
        known_.messages[seq] = {.seq = seq,
                                .author = text_at(message, "author_name"),
                                .body = text_at(message, "body"),
                                .live = live != nullptr && live->is_bool() && live->as_bool()};
        known_.arrival.push_back(seq);
    }
}

void Person::command(const json::object& command) {
    process_->write_line(json::serialize(command));
}

void Person::sign_in() {
    {
        const std::lock_guard lock(mutex_);
        known_.stop.clear();
        known_.refusals.clear();
    }
    command({{"do", "sign_in"}, {"name", at_.name}, {"password", Server::password_of(at_.name)}});
}

void Person::sign_out() {
    command({{"do", "sign_out"}});
}

void Person::quit() {
    command({{"do", "quit"}});
}

void Person::use_here() {
    command({{"do", "use_here"}});
}

void Person::say(const std::string& body) {
    command({{"do", "say"}, {"room", room_}, {"body", body}});
}

void Person::load_older() {
    command({{"do", "load_older"}, {"room", room_}, {"limit", 200}});
}

Facts Person::wait(const std::string& what, const std::function<bool(const Facts&)>& holds) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, kPatience, [&] { return holds(known_); })) {
        throw std::runtime_error(at_.name + " on " + at_.workstation + ": never saw " + what + " (phase " +
                                 known_.phase + ", stop " + known_.stop + "); standard error ends with:\n" +
                                 process_->log_tail());
    }
    return known_;
}

Facts Person::facts() {
    const std::lock_guard lock(mutex_);
    return known_;
}

Facts Person::wait_phase(const std::string& wanted) {
    return wait("phase " + wanted, [&](const Facts& now) { return now.phase == wanted; });
}

void Person::come_in() {
    sign_in();
    const auto seen = wait("to be live", [](const Facts& now) { return now.phase == "live" || !now.stop.empty(); });
    if (seen.phase != "live") {
        throw std::runtime_error(at_.name + " was refused: " + seen.stop);
    }
    wait_in();
}

Facts Person::wait_in() {
    return wait("the rooms and the count",
                [&](const Facts& now) { return now.phase == "live" && room_ != 0 && now.count.has_value(); });
}

std::string Person::try_to_come_in() {
    sign_in();
    const auto seen = wait("a refusal", [](const Facts& now) { return !now.stop.empty() || now.phase == "live"; });
    return seen.phase == "live" ? "live" : seen.stop;
}

bool Facts::complete_to(std::int64_t seq) const {
    for (std::int64_t at = seq; at >= 1; --at) {
        if (!messages.contains(at)) {
            return false;
        }
    }
    return true;
}

bool Facts::has(const std::string& body) const {
    return std::any_of(messages.begin(), messages.end(), [&](const auto& entry) { return entry.second.body == body; });
}

}  // namespace workspace::testing
