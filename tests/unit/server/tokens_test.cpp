#include "auth/tokens.hpp"

#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <vector>

#include "host/temporary_folder.hpp"

namespace workspace::server {
namespace {

using testing::TemporaryFolder;
using testing::words_thrown_by;

constexpr core::WallTime kNow{1'700'000'000'000};
constexpr const char* kHeader = R"({"alg":"EdDSA","typ":"JWT"})";
constexpr const char* kPayload =
    R"({"sub":7,"sid":"5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a","ep":3,"kind":"ws","exp":1700000600})";

const unsigned char* raw(const std::string& bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

AccessClaims alice() {
    AccessClaims claims{.kind = AccessClaims::Kind::ws,
                        .account = {7},
                        .session = {},
                        .epoch = {3},
                        .expires = kNow.ms / 1000 + kWsTokenSeconds};
    claims.session.value.fill(0x5a);
    return claims;
}

std::string base64(const std::string& bytes) {
    constexpr int kForm = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::vector<char> out(sodium_base64_encoded_len(bytes.size(), kForm));
    sodium_bin2base64(out.data(), out.size(), raw(bytes), bytes.size(), kForm);
    return out.data();
}

class Tokens : public ::testing::Test {
protected:
    struct Keys {
        std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
        std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    };
    [[nodiscard]] Keys server_keys() const {
        std::ifstream file(key_, std::ios::binary);
        const std::string seed{std::istreambuf_iterator<char>(file), {}};
        EXPECT_EQ(seed.size(), std::size_t{crypto_sign_SEEDBYTES});
        Keys keys;
        crypto_sign_seed_keypair(keys.open.data(), keys.secret.data(), raw(seed));
        return keys;
    }
    /// A token of any header and payload, rightly signed with the server's own key: only what it says can be wrong.
    [[nodiscard]] std::string signed_by_the_key(const std::string& header, const std::string& payload) const {
        const std::string text = base64(header) + "." + base64(payload);
        std::string signature(crypto_sign_BYTES, '\0');
        crypto_sign_detached(raw(signature), nullptr, raw(text), text.size(), server_keys().secret.data());
        return text + "." + base64(signature);
    }
    [[nodiscard]] bool accepted(const std::string& token) const { return signer_.check(token, kNow).has_value(); }

    TemporaryFolder folder_;
    std::filesystem::path key_ = folder_.path() / "token.key";
    TokenSigner signer_{key_};
};

TEST_F(Tokens, OwnTokensAreReadBack) {
    for (const auto kind : {AccessClaims::Kind::ws, AccessClaims::Kind::rest}) {
        auto claims = alice();
        claims.kind = kind;
        const auto read = signer_.check(signer_.sign(claims), kNow);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->kind, kind);
        EXPECT_EQ(read->account, claims.account);
        EXPECT_EQ(read->session, claims.session);
        EXPECT_EQ(read->epoch, claims.epoch);
        EXPECT_EQ(read->expires, claims.expires);
    }
}

TEST_F(Tokens, TheKeyIsForItsOwnerAloneAndSurvivesARestart) {
    struct stat facts{};
    ASSERT_EQ(::stat(key_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    const TokenSigner after_a_restart(key_);
    EXPECT_TRUE(after_a_restart.check(signer_.sign(alice()), kNow));
}

TEST_F(Tokens, AForeignKeyIsRefused) {
    const TokenSigner stranger(folder_.path() / "other.key");
    EXPECT_FALSE(accepted(stranger.sign(alice())));
}

TEST_F(Tokens, TheyExpireToTheSecond) {
    const auto token = signer_.sign(alice());
    const auto end = alice().expires * 1000;
    EXPECT_TRUE(signer_.check(token, {end - 1}));
    EXPECT_FALSE(signer_.check(token, {end}));
}

TEST_F(Tokens, AnyChangedCharacterIsRefused) {
    const auto token = signer_.sign(alice());
    for (std::size_t at = 0; at < token.size(); ++at) {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(accepted(changed)) << "at " << at << " of " << token;
    }
}

TEST_F(Tokens, APayloadUnderAnothersSignatureIsRefused) {
    const auto own = signer_.sign(alice());
    auto claims = alice();
    claims.account = {8};
    const auto other = signer_.sign(claims);
    EXPECT_FALSE(accepted(own.substr(0, own.rfind('.')) + other.substr(other.rfind('.'))));
}

TEST_F(Tokens, WhatIsNotATokenIsRefused) {
    const auto token = signer_.sign(alice());
    const auto payload = token.find('.');
    const auto signature = token.rfind('.');
    for (const std::string& text :
         {std::string(), std::string("."), std::string(".."), std::string("..."), token.substr(0, payload + 1),
          token.substr(0, signature), token.substr(0, signature + 1), token.substr(0, token.size() - 1), token + "A",
          token + ".", token + "." + token, "." + token, " " + token, token + "\n", token + "=",
          std::string(5000, 'A')}) {
        EXPECT_FALSE(accepted(text)) << text;
    }
}

TEST_F(Tokens, OnlyTheOneHeaderIsTaken) {
    ASSERT_TRUE(accepted(signed_by_the_key(kHeader, kPayload)));  // else the cases below would prove nothing
    for (const char* header : {R"({"alg":"none","typ":"JWT"})", R"({"alg":"HS256","typ":"JWT"})", R"({"alg":"none"})",
                               R"({"alg":"EdDSA"})", R"({"typ":"JWT","alg":"EdDSA"})", "{}", ""}) {
        EXPECT_FALSE(accepted(signed_by_the_key(header, kPayload))) << header;
        EXPECT_FALSE(accepted(base64(header) + "." + base64(kPayload) + ".")) << header << " without a signature";
    }
}

TEST_F(Tokens, ASignatureKeyedWithThePublicKeyIsRefused) {
    // the classic confusion: HS256, with the public key for a secret
    const std::string text = base64(R"({"alg":"HS256","typ":"JWT"})") + "." + base64(kPayload);
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(raw(mac), raw(text), text.size(), server_keys().open.data());
    EXPECT_FALSE(accepted(text + "." + base64(mac)));
}

TEST_F(Tokens, ClaimsThatAreMissingOrOfAnotherFormAreRefused) {
    const std::string sid = R"("sid":"5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a")";
    for (const std::string& payload : {
             R"({"sub":7,)" + sid + R"(,"ep":3,"kind":"ws"})",                            // no exp
             R"({"sub":7,)" + sid + R"(,"ep":3,"kind":"ws","exp":"1700000600"})",         // exp is text
             R"({"sub":7,)" + sid + R"(,"ep":3,"kind":"ws","exp":1e12})",                 // exp is not whole
             R"({"sub":7,)" + sid + R"(,"ep":3,"kind":"admin","exp":1700000600})",        // unknown kind
             R"({"sub":7,)" + sid + R"(,"ep":3,"exp":1700000600})",                       // no kind
             R"({"sub":7,)" + sid + R"(,"ep":-1,"kind":"ws","exp":1700000600})",          // epoch
             R"({"sub":7,)" + sid + R"(,"kind":"ws","exp":1700000600})",                  // no epoch
             R"({"sub":0,)" + sid + R"(,"ep":3,"kind":"ws","exp":1700000600})",           // nobody
             R"({)" + sid + R"(,"ep":3,"kind":"ws","exp":1700000600})",                   // no account
             std::string(R"({"sub":7,"ep":3,"kind":"ws","exp":1700000600})"),             // no session
             std::string(R"({"sub":7,"sid":"5a","ep":3,"kind":"ws","exp":1700000600})"),  // a short one
             std::string("[]"),
             std::string("7"),
             std::string("{"),
             std::string(),
         }) {
        EXPECT_FALSE(accepted(signed_by_the_key(kHeader, payload))) << payload;
    }
}

TEST_F(Tokens, ADamagedKeyFileIsNamedAndLeftAlone) {
    const auto damaged = folder_.write("damaged.key", "short");
    EXPECT_NE(words_thrown_by([&] { const TokenSigner signer(damaged); }).find(damaged.string()), std::string::npos);
    EXPECT_EQ(std::filesystem::file_size(damaged), 5U);
}

TEST_F(Tokens, AKeyThatCannotBeMadeIsNamed) {
    const auto nowhere = folder_.path() / "missing" / "token.key";
    EXPECT_NE(words_thrown_by([&] { const TokenSigner signer(nowhere); }).find(nowhere.string()), std::string::npos);
}

TEST(ApiTokens, AreRandomAndRecognizable) {
    const auto one = make_api_token();
    EXPECT_TRUE(one.starts_with("wst_"));
    EXPECT_EQ(one.size(), 47U);
    EXPECT_NE(one, make_api_token());
}

}  // namespace
}  // namespace workspace::server
