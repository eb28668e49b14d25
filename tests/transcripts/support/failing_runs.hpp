#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "workspace/testing/store_failure.hpp"

/// Every transcript is run again with its store failing: each operation in turn, alone and with all that follow it.
/// What the transcript itself expects does not hold then and is not looked at; what the rules promise must (M1: nothing
/// that was acknowledged is lost), and afterwards the server must be of use to everybody.
///
/// A fixture calls this from TearDown, so a transcript that is written tomorrow has it for free. Its body must not
/// look at what is not there: ASSERT before an index, CheckedOptional, `.value()`.
namespace workspace::testing {

/// Runs `body` and does not mind what it expects in vain.
void run_muted(const std::function<void()>& body);

/// `rerun` plays the transcript with this failure, and says which rules it broke. Stops at the first that breaks one.
/// `bound`: about how many operations all the runs together may carry out.
void run_with_each_failure(std::uint64_t operations, std::uint64_t bound,
                           const std::function<std::vector<std::string>(const StoreFailure&)>& rerun);

}  // namespace workspace::testing
