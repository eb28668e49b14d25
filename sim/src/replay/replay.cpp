#include "replay/replay.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <span>
#include <utility>
#include <variant>

#include "capture/lines.hpp"

namespace workspace::sim {

using namespace core;

namespace {

constexpr std::size_t kContextLines = 8;

struct Differs {
    std::string words;
};

/// Gives the hub what it drew when it was captured.
class CapturedEntropy final : public Entropy {
public:
    void add(capture::Drew drew) { draws_.push_back(std::move(drew)); }
    [[nodiscard]] bool empty() const { return draws_.empty(); }

    void secret(std::span<std::uint8_t> out) override {
        const auto bytes = next<std::vector<std::uint8_t>>();
        if (bytes.size() != out.size()) {
            throw Differs{"the hub draws " + std::to_string(out.size()) + " bytes where it drew " +
                          std::to_string(bytes.size())};
        }
        std::copy(bytes.begin(), bytes.end(), out.begin());
    }
    std::uint64_t jitter(std::uint64_t bound) override {
        const auto number = next<std::uint64_t>();
        if (number >= bound) {
            throw Differs{"the hub draws a number below " + std::to_string(bound) + " where it drew " +
                          std::to_string(number)};
        }
        return number;
    }

private:
    template <class T>
    T next() {
        if (draws_.empty() || !std::holds_alternative<T>(draws_.front().what)) {
            throw Differs{"the hub draws at random where it did not, or something else"};
        }
        T value = std::get<T>(std::move(draws_.front().what));
        draws_.pop_front();
        return value;
    }
    std::deque<capture::Drew> draws_;
};

class Player {
public:
    Player(Replayed& result, std::ostream* shown) : result_(result), shown_(shown) {}

    /// A line is carried out when all that it draws is known: at the next one that is no draw.
    void take(capture::Line line, std::size_t number) {
        if (auto* drew = std::get_if<capture::Drew>(&line)) {
            entropy_.add(std::move(*drew));
            return;
        }
        if (waiting_) {
            std::visit([this](const auto& known) { this->carry_out(known); }, *std::exchange(waiting_, std::nullopt));
            if (!result_.broken.empty()) {
                return;
            }
        }
        result_.line = number;
        if (std::holds_alternative<capture::Begin>(line) == started_) {
            throw capture::Unreadable(started_ ? "a second beginning" : "a capture begins with {\"capture\":1,…}");
        }
        started_ = true;
        waiting_ = std::move(line);
    }
    /// Pre: the last line ended the capture.
    [[nodiscard]] bool at_end() const { return waiting_ && std::holds_alternative<capture::End>(*waiting_); }
    [[nodiscard]] std::string why_it_ends() const { return std::get<capture::End>(*waiting_).why; }

private:
    void carry_out(const capture::Begin& begin) {
        result_.server = begin.config.server_name;
        first_ = last_ = begin.now.mono;
        hub_ = std::make_unique<hub::Hub>(begin.config, entropy_, begin.world, begin.now);
        check();
    }
    void carry_out(const capture::Fed& fed) {
        if (fed.now.mono < last_) {
            throw capture::Unreadable("its clock goes back");
        }
        last_ = fed.now.mono;
        result_.elapsed = last_ - first_;
        ++result_.inputs;
        show("in ", capture::text_of(capture::Line{fed}));
        if (!fed.input) {
            hub_->handle_timeout(fed.now);
        } else if (const auto* frame = std::get_if<hub::FrameArrived>(&*fed.input)) {
            hub_->handle(fed.now, hub::FrameArrived{frame->connection, fed.frame});
        } else {
            hub_->handle(fed.now, *fed.input);
        }
        check();
    }
    void carry_out(const capture::Put& put) {
        const auto output = hub_->poll();
        const capture::Put now = capture::put_of(Disguise{}, output);
        ++result_.outputs;
        if (output) {
            show("out", capture::words_of(output));
        }
        if (now != put) {
            throw Differs{"captured: " + put.kind + " " + put.hash + "\nreplayed: " + now.kind + " " + now.hash +
                          "\nin full:  " + capture::words_of(output)};
        }
    }
    void carry_out(const capture::DigestIs& digest) {
        const std::string now = capture::digest_of(*hub_, Disguise{}).digest;
        ++result_.digests;
        if (now != digest.digest) {
            throw Differs{"captured: digest " + digest.digest + "\nreplayed: digest " + now};
        }
        if (!entropy_.empty()) {
            throw Differs{"the hub has drawn less at random than it did"};
        }
    }
    static void carry_out(const capture::End& /*end*/) { throw capture::Unreadable("it goes on after its end"); }
    static void carry_out(const capture::Drew& /*drew*/) {}

    void show(std::string_view what, const std::string& text) {
        if (shown_ != nullptr) {
            shown_->precision(3);
            *shown_ << std::fixed << std::chrono::duration<double>(result_.elapsed).count() << " s " << what << ' '
                    << text << '\n';
        }
    }
    void check() { result_.broken = hub_->check_invariants(); }

    Replayed& result_;
    std::ostream* shown_;
    CapturedEntropy entropy_;
    std::unique_ptr<hub::Hub> hub_;
    std::optional<capture::Line> waiting_;
    bool started_ = false;
    MonotonicTime first_;
    MonotonicTime last_;
};

/// False at the end. A last line without its newline was being written when the server was killed.
bool next_line(std::istream& from, std::string& text) {
    return std::getline(from, text) && !from.eof();
}

capture::Line read(const NumberedLine& line, Replayed& result) {
    try {
        return capture::line_of(line.text);
    } catch (const capture::Unreadable&) {
        result.line = line.number;
        throw;
    }
}

}  // namespace

Replayed replay(std::istream& file, std::ostream* shown) {
    Replayed result;
    Player player(result, shown);
    std::string text;
    std::size_t number = 0;
    try {
        while (result.broken.empty() && next_line(file, text)) {
            ++number;
            result.context.push_back({number, std::move(text)});
            if (result.context.size() > kContextLines) {
                result.context.pop_front();
            }
            player.take(read(result.context.back(), result), number);
        }
        if (number == 0) {
            result.unreadable = "it is empty";
        }
        if (player.at_end()) {
            result.end = player.why_it_ends();
        }
    } catch (const capture::Unreadable& error) {
        result.unreadable = error.what();
    } catch (const Differs& difference) {
        result.differs = difference.words;
    } catch (const std::exception& error) {
        result.differs = std::string("the hub cannot go on: ") + error.what();
    }
    return result;
}

}  // namespace workspace::sim
