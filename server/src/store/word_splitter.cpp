#include "word_splitter.hpp"

#include <array>

#include "folding.hpp"

namespace workspace::server {

namespace {

constexpr const char* kTokenizerName = "unicode61";
constexpr int kTokenizerArguments = 2;

fts5_api* fts5_of(Database& database) {
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database.handle(), "SELECT fts5(?)", -1, &statement, nullptr) != SQLITE_OK) {
        throw_store_error(database.handle(), "this SQLite has no FTS5");
    }
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    return api;
}

int take_word(void* words, int /*flags*/, const char* text, int size, int from, int to) {
    static_cast<std::vector<WordSplitter::Word>*>(words)->push_back(
        {{text, static_cast<std::size_t>(size)}, static_cast<std::size_t>(from), static_cast<std::size_t>(to)});
    return SQLITE_OK;
}

}  // namespace

WordSplitter::WordSplitter(Database& database) {
    fts5_api* api = fts5_of(database);
    std::array<const char*, kTokenizerArguments> arguments{"remove_diacritics", "2"};  // as in the schema
    void* context = nullptr;
    if (api == nullptr || api->xFindTokenizer(api, kTokenizerName, &context, &calls_) != SQLITE_OK ||
        calls_.xCreate(context, arguments.data(), kTokenizerArguments, &tokenizer_) != SQLITE_OK) {
        throw_store_error(database.handle(), "FTS5 has no tokenizer unicode61");
    }
}

WordSplitter::~WordSplitter() {
    calls_.xDelete(tokenizer_);
}

std::vector<WordSplitter::Word> WordSplitter::words_of(std::string_view text) const {
    std::vector<Word> words;
    const std::string plain = folded(text);
    calls_.xTokenize(tokenizer_, &words, FTS5_TOKENIZE_DOCUMENT, plain.data(), static_cast<int>(plain.size()),
                     take_word);
    return words;
}

}  // namespace workspace::server
