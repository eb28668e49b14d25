#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "search.hpp"

namespace workspace::server {

/// Searches on a thread and a connection to the file of its own: neither the writer nor whoever reads pages waits for
/// it. One search after the other, each for so long at most.
class Searcher {
public:
    struct Options {
        std::filesystem::path database;
        std::chrono::milliseconds within{2000};
        std::size_t queue = 64;
        std::ptrdiff_t of_one = 4;  ///< that wait for one account: a flood of its searches does not keep others out
    };
    /// Called on the searcher's thread; none when the database could not be read.
    using Done = std::function<void(std::optional<SearchResult>)>;

    /// The file must have been made.
    explicit Searcher(Options options);
    /// Breaks off what is under way.
    ~Searcher();
    Searcher(const Searcher&) = delete;
    Searcher& operator=(const Searcher&) = delete;

    /// False when too many wait: `done` is not called then.
    [[nodiscard]] bool ask(SearchQuestion question, Done done);

private:
    struct Asked {
        SearchQuestion question;
        Done done;
    };
    struct Desk;  ///< what the thread works with

    void work();
    [[nodiscard]] std::optional<SearchResult> answer_to(const SearchQuestion& question, std::optional<Desk>& desk);
    /// Whether the search under way has had its time.
    [[nodiscard]] bool over() const;

    Options options_;
    std::mutex mutex_;
    std::condition_variable waits_;
    std::deque<Asked> questions_;
    std::atomic<bool> stopping_ = false;
    std::chrono::steady_clock::time_point deadline_;
    std::thread thread_;
};

}  // namespace workspace::server
