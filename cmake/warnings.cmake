# What every target of ours is compiled with: warnings are errors, and the sanitizers that were asked for.
add_library(workspace_options INTERFACE)
target_compile_options(workspace_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # false alarms of g++ 12 inside std::variant and std::string under optimisation
  target_compile_options(workspace_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
else()
  target_compile_options(workspace_options INTERFACE -w)  # g++ is the one that judges; clang builds the fuzzers
endif()
if(WORKSPACE_SANITIZE)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)  # an empty optional, an index too far
endif()
if(WORKSPACE_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(WORKSPACE_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer -Wno-tsan)
  add_link_options(-fsanitize=thread)
endif()
if(WORKSPACE_FUZZER)
  # What libFuzzer steers by, and counters for llvm-cov.
  add_compile_options(-fsanitize=fuzzer-no-link -fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()
if(WORKSPACE_COVERAGE)
  add_compile_options(--coverage -fprofile-abs-path)
  add_link_options(--coverage)
endif()
