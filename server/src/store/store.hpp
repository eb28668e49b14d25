#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "metrics/histogram.hpp"
#include "store_engine.hpp"

namespace workspace::server {

/// The store as the I/O thread sees it: questions go in, answers are taken out, two threads work behind it.
///
///   ask() ----> [ordered queue] --> writer: all that waits in one transaction, one fsync (group commit) --+
///   ask() ----> [reads queue] ----> reader: its own connection, never held up by a commit ----------------+--> take()
///
/// A batch grows by itself while the one before it is being committed; nothing waits on a timer.
class Store {
public:
    /// Host's own work (accounts, tokens) that must happen between the hub's operations. `work` runs in the writer's
    /// transaction and may throw StoreError; `done` is handed back by take(), with whether it was committed.
    struct Job {
        std::function<void(Database&)> work;
        std::function<void(bool committed)> done;
    };
    struct Answered {
        core::Ticket ticket;
        core::StoreResult result;
    };
    using Answer = std::variant<Answered, std::function<void()>>;

    struct Hooks {
        std::function<void()> answers_wait;  ///< from a store thread: take() has something, and had nothing before
        std::function<void(const std::string& why)> fatal;  ///< what is on disk is no longer known: stop the process
    };

    /// Opens the file; throws StoreError. No thread runs before start().
    Store(const std::filesystem::path& file, Hooks hooks);
    /// Finishes what was asked, then checkpoints.
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    [[nodiscard]] core::StoredWorld start(core::WallTime now);
    void ask(core::Ticket ticket, core::StoreOperation operation);
    void ask(Job job);
    /// Takes all answers that are ready, in order. I/O thread only.
    [[nodiscard]] std::vector<Answer> take();

    /// What waits, and how the batches went since the start.
    struct Figures {
        std::size_t waiting = 0;
        std::size_t reads_waiting = 0;
        std::uint64_t failed_batches = 0;
        Histogram commit_seconds{{.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5}};
        Histogram batch_operations{{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}};
    };
    /// From any thread.
    [[nodiscard]] Figures figures() const;

private:
    struct Asked {
        core::Ticket ticket;
        core::StoreOperation operation;
    };
    using Work = std::variant<Asked, Job>;

    void write_loop();
    void read_loop();
    /// One of the batch, in a savepoint of its own: nothing of it is applied when it fails.
    core::StoreResult execute(Work& work);
    /// One transaction for all of `batch`; its answers.
    std::vector<Answer> commit(std::deque<Work>& batch);
    std::vector<Answer> answers_for(std::deque<Work>& batch, std::vector<core::StoreResult>& results, bool committed);
    void give(std::vector<Answer> answers);
    void checkpoint_when_due(bool idle);

    std::filesystem::path file_;
    Hooks hooks_;
    StoreEngine engine_;

    mutable std::mutex mutex_;
    Figures figures_;  ///< of what waits, figures() says itself
    std::condition_variable work_waits_;
    std::condition_variable reads_wait_;
    std::deque<Work> work_;
    std::deque<Asked> reads_;
    std::vector<Answer> answers_;
    bool stopping_ = false;
    int retry_checkpoint_at_ = 0;  ///< pages; after a checkpoint that failed
    std::thread writer_;
    std::thread reader_;
};

}  // namespace workspace::server
