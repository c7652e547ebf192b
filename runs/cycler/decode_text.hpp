#pragma once
/// The characters of a text file, whatever encoding its program wrote.

#include <string>
#include <string_view>

namespace percolith::runs::cycler
{

struct DecodedText {
    std::string text; ///< UTF-8, without byte order mark; line breaks stay where they were
    std::string encoding; ///< "ASCII", "UTF-8", "UTF-16", "GB18030" or "latin-1"
};

/// Told by a byte order mark, else by the bytes: what is valid UTF-8 is UTF-8; pairs of high bytes,
/// as GB2312 has them, are GB18030; single high bytes are latin-1 (as Windows has it).
/// Throws `InputError`, one line, for an empty file, for bytes that are no text, and for lines of
/// two encodings, naming the first line of the second one.
DecodedText decode_text(std::string_view bytes, const std::string& source);

/// Whether every byte from 0x80 on is part of a UTF-8 character.
bool is_utf8(std::string_view text);

} // namespace percolith::runs::cycler
