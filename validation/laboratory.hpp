#pragma once
/// Laboratory units of plain SI numbers: reports print what electrochemists read.

namespace percolith::validation
{

constexpr double hours(double seconds)
{
    return seconds / 3600.0;
}
constexpr double seconds(double hours)
{
    return hours * 3600.0;
}
constexpr double millivolt(double volt)
{
    return volt * 1e3;
}
constexpr double nanometre(double metre)
{
    return metre * 1e9;
}
/// 1 uAh/cm2 = 36 C/m2.
constexpr double microampere_hours(double charge)
{
    return charge / 36.0;
}
constexpr double milliampere_hours(double charge)
{
    return charge / 36e3;
}
/// Ohm m2 to Ohm cm2.
constexpr double ohm_square_centimetre(double resistance)
{
    return resistance * 1e4;
}

} // namespace percolith::validation
