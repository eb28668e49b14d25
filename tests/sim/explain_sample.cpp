// explain_sample PROGRAMS > page.html, explain_sample text > lines: the made-up run of the unit tests, as a picture.
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "explain/html.hpp"
#include "explain/text.hpp"
#include "unit/sim/explain_story.hpp"

int main(int argc, char** argv) {
    using namespace workspace::sim;
    const std::string_view wish = argc > 1 ? argv[1] : "0";
    ExplainStory story;
    story.tell_of_a_takeover(static_cast<std::size_t>(std::strtoul(std::string{wish}.c_str(), nullptr, 10)));
    const Heading heading = ExplainStory::heading();
    std::cout << (wish == "text" ? text_of(story.history(), heading, {60, true, false})
                                 : html_of(story.history(), heading));
    return std::cout.good() ? 0 : 1;
}
