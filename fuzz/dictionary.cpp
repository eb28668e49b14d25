// Writes a libFuzzer dictionary: the names of messages, fields and values, taken from the declarations of the protocol.

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/base/errors.hpp"
#include "workspace/core/wire/codec.hpp"

namespace {

using namespace workspace::core;

constexpr std::string_view kChoice = "one of ";

void add_values(const std::string& type, std::set<std::string>& words) {
    const std::size_t at = type.find(kChoice);
    if (at == std::string::npos) {
        return;
    }
    std::string_view names = std::string_view(type).substr(at + kChoice.size());
    while (!names.empty()) {
        const std::size_t end = std::min(names.find(", "), names.size());
        words.emplace(names.substr(0, end));
        names.remove_prefix(std::min(end + 2, names.size()));
    }
}

std::set<std::string> words_of(bool to_server, bool to_client) {
    std::set<std::string> words{"t"};
    for (const wire::MessageInfo& message : wire::declarations()) {
        const bool wanted = message.direction == wire::Direction::to_server ? to_server : to_client;
        if (!wanted && !message.record) {
            continue;
        }
        words.insert(message.name);
        for (const wire::FieldInfo& field : message.fields) {
            words.insert(field.name);
            add_values(field.type, words);
        }
    }
    for (int value = 0; to_client && value < 256; ++value) {
        words.emplace(name_of(static_cast<Refusal>(value)));  // of a number that is none: some name
    }
    return words;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string which = argc == 2 ? argv[1] : "";
    if (which != "to_server" && which != "to_client" && which != "both") {
        std::fputs("Usage: fuzz_dictionary to_server|to_client|both > FILE.dict\n", stderr);
        return 2;
    }
    for (const std::string& word : words_of(which != "to_client", which != "to_server")) {
        std::printf("\"\\\"%s\\\"\"\n", word.c_str());
    }
}
