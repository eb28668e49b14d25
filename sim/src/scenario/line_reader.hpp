#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/tokens.hpp"

namespace workspace::sim {

/// What is wrong with a line. Thrown while it is read, caught where lines are counted.
struct Wrong {
    int column = 0;
    std::string words;
};

/// `a, b or c`
[[nodiscard]] std::string in_words(const std::vector<std::string>& words);

/// The parts of one line, one after the other. Each throws Wrong, in words, where something else comes.
class LineReader {
public:
    using Words = std::vector<std::string>;
    static constexpr std::size_t kRangeMax = 20'000;  ///< names in one range

    void take(std::string_view line);

    /// The column of what comes next.
    [[nodiscard]] int here() const { return next_ < tokens_.size() ? tokens_[next_].column : end_column_; }
    /// Whether this word or sign comes next; then it is taken.
    bool accept(std::string_view what);
    /// It has to come next.
    void sign(std::string_view what);
    /// Any word; `what` says which is missing where there is none.
    std::string word(const std::string& what);
    std::string one_of(const Words& words);
    /// In quotes.
    std::string text();
    std::int64_t number();
    /// In microseconds; not negative, ten years at most.
    std::int64_t time();
    /// `a, p1..p3`
    Words names();
    /// A name out of `all`. `what` it is, and the line of the head that names such, are for the complaint.
    std::string known(const std::set<std::string>& all, const std::string& what, const std::string& header);
    [[noreturn]] static void unknown(int column, const std::string& name, const std::set<std::string>& all,
                                     const std::string& what, const std::string& header);

protected:
    std::vector<Token> tokens_;
    std::size_t next_ = 0;

private:
    int end_column_ = 1;
};

}  // namespace workspace::sim
