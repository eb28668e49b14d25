#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "golden_file.hpp"
#include "samples.hpp"

/// The bytes of version 1 on the wire, frozen in tests/golden/v1: one line a message.
namespace workspace::core::test {
namespace {

constexpr const char* kToServer = "tests/golden/v1/to_server.jsonl";
constexpr const char* kToClient = "tests/golden/v1/to_client.jsonl";

template <class Message>
std::string lines_of_all(const std::vector<Message>& messages) {
    std::string lines;
    for (const Message& message : messages) {
        lines += encode(message) + "\n";
    }
    return lines;
}

std::vector<std::string> lines_in(const char* file) {
    std::istringstream text(read_file(in_source_tree(file)));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::set<std::string> declared(wire::Direction direction) {
    std::set<std::string> names;
    for (const wire::MessageInfo& message : wire::declarations()) {
        if (!message.record && message.direction == direction) {
            names.insert(message.name);
        }
    }
    return names;
}

template <class Message>
std::set<std::string> types_of(const std::vector<Message>& messages) {
    std::set<std::string> names;
    for (const Message& message : messages) {
        names.insert(std::visit([](const auto& m) { return std::string(m.kType); }, message));
    }
    return names;
}

TEST(Golden, EncodingGivesTheFrozenBytes) {
    expect_file(in_source_tree(kToServer), lines_of_all(sample_client_messages()));
    expect_file(in_source_tree(kToClient), lines_of_all(sample_server_messages()));
}

TEST(Golden, TheFrozenBytesAreReadAndComeBackUnchanged) {
    const std::vector<std::string> to_server = lines_in(kToServer);
    const std::vector<std::string> to_client = lines_in(kToClient);
    ASSERT_FALSE(to_server.empty() || to_client.empty());
    for (const std::string& line : to_server) {
        const auto message = wire::decode_client_message(line);
        ASSERT_TRUE(message) << message.error().reason << "\n" << line;
        EXPECT_EQ(encode(message.value()), line);
    }
    for (const std::string& line : to_client) {
        const auto message = wire::decode_server_message(line);
        ASSERT_TRUE(message) << message.error().reason << "\n" << line;
        EXPECT_EQ(encode(message.value()), line);
    }
}

TEST(Golden, EveryDeclaredMessageIsThere) {
    EXPECT_EQ(types_of(sample_client_messages()), declared(wire::Direction::to_server));
    EXPECT_EQ(types_of(sample_server_messages()), declared(wire::Direction::to_client));
}

}  // namespace
}  // namespace workspace::core::test
