#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "database.hpp"

namespace workspace::server {

/// Splits text into words exactly as the index of messages does: it is SQLite's own tokenizer.
class WordSplitter {
public:
    struct Word {
        std::string text;  ///< folded: letters and digits alone
        std::size_t from;  ///< bytes of the text that was split
        std::size_t to;
    };

    /// Throws StoreError. The database must outlive it.
    explicit WordSplitter(Database& database);
    ~WordSplitter();
    WordSplitter(const WordSplitter&) = delete;
    WordSplitter& operator=(const WordSplitter&) = delete;

    [[nodiscard]] std::vector<Word> words_of(std::string_view text) const;

private:
    fts5_tokenizer calls_{};
    Fts5Tokenizer* tokenizer_ = nullptr;
};

}  // namespace workspace::server
