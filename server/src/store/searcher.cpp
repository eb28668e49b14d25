#include "searcher.hpp"

#include <spdlog/spdlog.h>
#include <algorithm>

namespace workspace::server {

namespace {

/// Steps of SQLite's machine between two looks at the clock: some tens of microseconds.
constexpr int kStepsBetweenLooks = 2000;

}  // namespace

struct Searcher::Desk {
    explicit Desk(const std::filesystem::path& file) : database(file, Database::Mode::read_only), splitter(database) {}
    Database database;
    WordSplitter splitter;
};

Searcher::Searcher(Options options) : options_(std::move(options)), thread_([this] { work(); }) {}

Searcher::~Searcher() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    waits_.notify_all();
    thread_.join();
}

bool Searcher::ask(SearchQuestion question, Done done) {
    {
        const std::lock_guard lock(mutex_);
        const auto same_reader = [&](const Asked& asked) { return asked.question.reader == question.reader; };
        if (questions_.size() >= options_.queue ||
            std::count_if(questions_.begin(), questions_.end(), same_reader) >= options_.of_one) {
            return false;
        }
        questions_.push_back({std::move(question), std::move(done)});
    }
    waits_.notify_one();
    return true;
}

void Searcher::work() {
    std::optional<Desk> desk;  // made again after a failure
    while (true) {
        std::unique_lock lock(mutex_);
        waits_.wait(lock, [this] { return stopping_ || !questions_.empty(); });
        if (stopping_) {
            return;
        }
        const auto asked = std::move(questions_.front());
        questions_.pop_front();
        lock.unlock();
        asked.done(answer_to(asked.question, desk));
    }
}

bool Searcher::over() const {
    return stopping_ || std::chrono::steady_clock::now() >= deadline_;
}

std::optional<SearchResult> Searcher::answer_to(const SearchQuestion& question, std::optional<Desk>& desk) {
    try {
        if (!desk) {
            desk.emplace(options_.database);
            sqlite3_progress_handler(
                desk->database.handle(), kStepsBetweenLooks,
                [](void* self) { return static_cast<const Searcher*>(self)->over() ? 1 : 0; }, this);
        }
        deadline_ = std::chrono::steady_clock::now() + options_.within;
        const Snapshot snapshot(desk->database);
        return search(desk->database, desk->splitter, question);
    } catch (const StoreError& error) {
        if (error.code == SQLITE_INTERRUPT) {
            return SearchFault::too_broad;
        }
        desk.reset();
        spdlog::error("a search failed: {}", error.what());
        return std::nullopt;
    }
}

}  // namespace workspace::server
