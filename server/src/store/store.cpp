#include "store.hpp"

#include <chrono>
#include <iterator>
#include <utility>

namespace workspace::server {

using namespace core;

namespace {

/// Pages of 4 KiB in the log of writes before they are moved into the file: when nothing waits, and in any case.
constexpr int kCheckpointWhenIdle = 1000;
constexpr int kCheckpointAnyway = 16'000;
/// Operations that share a commit at most: bounds how long the first of them waits.
constexpr std::size_t kBatchMax = 4096;

}  // namespace

Store::Store(const std::filesystem::path& file, Hooks hooks) : file_(file), hooks_(std::move(hooks)), engine_(file) {}

Store::~Store() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    work_waits_.notify_all();
    reads_wait_.notify_all();
    if (writer_.joinable()) {
        writer_.join();
        reader_.join();
    }
}

StoredWorld Store::start(WallTime now) {
    auto world = engine_.start(now);
    writer_ = std::thread([this] { write_loop(); });
    reader_ = std::thread([this] { read_loop(); });
    return world;
}

void Store::ask(Ticket ticket, StoreOperation operation) {
    const bool ordered = is_ordered(operation);
    {
        const std::lock_guard lock(mutex_);
        if (ordered) {
            work_.emplace_back(Asked{ticket, std::move(operation)});
        } else {
            reads_.push_back({ticket, std::move(operation)});
        }
    }
    (ordered ? work_waits_ : reads_wait_).notify_one();
}

void Store::ask(Job job) {
    {
        const std::lock_guard lock(mutex_);
        work_.emplace_back(std::move(job));
    }
    work_waits_.notify_one();
}

std::vector<Store::Answer> Store::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(answers_, {});
}

void Store::give(std::vector<Answer> answers) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = answers_.empty();
        std::move(answers.begin(), answers.end(), std::back_inserter(answers_));
    }
    if (first) {
        hooks_.answers_wait();
    }
}

void Store::write_loop() {
    std::deque<Work> batch;
    while (true) {
        bool idle = false;
        {
            std::unique_lock lock(mutex_);
            work_waits_.wait(lock, [this] { return stopping_ || !work_.empty(); });
            if (work_.empty()) {
                break;
            }
            while (!work_.empty() && batch.size() < kBatchMax) {
                batch.push_back(std::move(work_.front()));
                work_.pop_front();
            }
        }
        try {
            give(commit(batch));
            batch.clear();
            {
                const std::lock_guard lock(mutex_);
                idle = work_.empty();
            }
            checkpoint_when_due(idle);
        } catch (const StoreError& error) {
            hooks_.fatal(error.what());
            return;
        }
    }
    try {
        engine_.checkpoint();
    } catch (const StoreError& error) {
        hooks_.fatal(error.what());
    }
}

Store::Figures Store::figures() const {
    const std::lock_guard lock(mutex_);
    Figures figures = figures_;
    figures.waiting = work_.size();
    figures.reads_waiting = reads_.size();
    return figures;
}

std::vector<Store::Answer> Store::commit(std::deque<Work>& batch) {
    const auto begun = std::chrono::steady_clock::now();
    std::vector<StoreResult> results;
    results.reserve(batch.size());
    bool committed = false;
    try {
        StoreEngine::Batch transaction(engine_);
        for (auto& work : batch) {
            results.push_back(execute(work));
        }
        transaction.commit();
        committed = true;
    } catch (const StoreError& error) {
        if (error.fatal) {
            throw;
        }
        results.assign(batch.size(), StoreFailed{error.what()});
    }
    {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
        const std::lock_guard lock(mutex_);
        figures_.commit_seconds.observe(took.count());
        figures_.batch_operations.observe(static_cast<double>(batch.size()));
        figures_.failed_batches += committed ? 0 : 1;
    }
    return answers_for(batch, results, committed);
}

StoreResult Store::execute(Work& work) {
    return engine_.one_of_many([&]() -> StoreResult {
        if (auto* asked = std::get_if<Asked>(&work)) {
            return engine_.execute(asked->operation);
        }
        std::get<Job>(work).work(engine_.database());
        return LeaseChanged{true};  // of a job: it was carried out
    });
}

std::vector<Store::Answer> Store::answers_for(std::deque<Work>& batch, std::vector<StoreResult>& results,
                                              bool committed) {
    std::vector<Answer> answers;
    answers.reserve(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (auto* asked = std::get_if<Asked>(&batch[i])) {
            answers.emplace_back(Answered{asked->ticket, std::move(results[i])});
        } else {
            const bool done_well = committed && !std::holds_alternative<StoreFailed>(results[i]);
            answers.emplace_back(std::function<void()>(
                [done = std::move(std::get<Job>(batch[i]).done), done_well] { done(done_well); }));
        }
    }
    return answers;
}

void Store::checkpoint_when_due(bool idle) {
    if (engine_.wal_pages() <= (idle ? kCheckpointWhenIdle : kCheckpointAnyway) ||
        engine_.wal_pages() < retry_checkpoint_at_) {
        return;
    }
    try {
        engine_.checkpoint();
        retry_checkpoint_at_ = 0;
    } catch (const StoreError& error) {
        if (error.fatal) {
            throw;
        }
        retry_checkpoint_at_ = engine_.wal_pages() + kCheckpointWhenIdle;  // a full disk, say: what is written stays
    }
}

void Store::read_loop() {
    std::optional<Database> database;  // opened again after a failure
    while (true) {
        std::unique_lock lock(mutex_);
        reads_wait_.wait(lock, [this] { return stopping_ || !reads_.empty(); });
        if (reads_.empty()) {
            return;
        }
        const auto asked = std::move(reads_.front());
        reads_.pop_front();
        lock.unlock();
        StoreResult result;
        try {
            if (!database) {
                database.emplace(file_, Database::Mode::read_only);
            }
            const Snapshot snapshot(*database);  // the room's head and its events are of one moment
            result = read_beside(*database, asked.operation);
        } catch (const StoreError& error) {
            database.reset();
            result = StoreFailed{error.what()};
        }
        std::vector<Answer> answers;
        answers.emplace_back(Answered{asked.ticket, std::move(result)});
        give(std::move(answers));
    }
}

}  // namespace workspace::server
