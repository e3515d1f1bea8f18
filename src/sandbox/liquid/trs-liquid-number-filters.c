/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "trs-liquid-filters.h"

#define FILTER(name)                                                                               \
  static JsonNode *name (TrsLiquidRender *render, JsonNode *input, JsonNode **arguments,           \
                         guint n_arguments)

typedef struct
{
  gboolean is_int;
  gint64 integer;
  double number;
} Number;

/* What is no number counts as 0. */
static Number
get (JsonNode *value)
{
  Number number = { TRUE, 0, 0 };

  if (!trs_liquid_value_get_number (value, &number.is_int, &number.integer, &number.number))
    number = (Number) { TRUE, 0, 0 };
  return number;
}

static JsonNode *
make (double number)
{
  return trs_liquid_value_from_double (number);
}

/* A whole number, where it fits into one. */
static JsonNode *
make_whole (double number)
{
  if (number >= -9007199254740992.0 && number <= 9007199254740992.0)
    return trs_liquid_value_from_int ((gint64) number);
  return make (number);
}

FILTER (absolute)
{
  Number a = get (input);

  if (a.is_int && a.integer != G_MININT64)
    return trs_liquid_value_from_int (ABS (a.integer));
  return make (fabs (a.number));
}

FILTER (at_least)
{
  Number a = get (input);
  Number b = get (arguments[0]);

  return a.is_int && b.is_int ? trs_liquid_value_from_int (MAX (a.integer, b.integer))
                              : make (MAX (a.number, b.number));
}

FILTER (at_most)
{
  Number a = get (input);
  Number b = get (arguments[0]);

  return a.is_int && b.is_int ? trs_liquid_value_from_int (MIN (a.integer, b.integer))
                              : make (MIN (a.number, b.number));
}

FILTER (ceiling)
{
  Number a = get (input);

  return a.is_int ? trs_liquid_value_from_int (a.integer) : make_whole (ceil (a.number));
}

FILTER (floor_of)
{
  Number a = get (input);

  return a.is_int ? trs_liquid_value_from_int (a.integer) : make_whole (floor (a.number));
}

FILTER (round_to)
{
  Number a = get (input);
  Number digits = n_arguments > 0 ? get (arguments[0]) : (Number) { TRUE, 0, 0 };
  double scale;

  if (a.is_int)
    return trs_liquid_value_from_int (a.integer);
  if (digits.number < 1)
    return make_whole (round (a.number));
  scale = pow (10, MIN (digits.number, 15));
  return make (round (a.number * scale) / scale);
}

FILTER (plus)
{
  Number a = get (input);
  Number b = get (arguments[0]);
  gint64 sum;

  if (a.is_int && b.is_int && !__builtin_add_overflow (a.integer, b.integer, &sum))
    return trs_liquid_value_from_int (sum);
  return make (a.number + b.number);
}

FILTER (minus)
{
  Number a = get (input);
  Number b = get (arguments[0]);
  gint64 difference;

  if (a.is_int && b.is_int && !__builtin_sub_overflow (a.integer, b.integer, &difference))
    return trs_liquid_value_from_int (difference);
  return make (a.number - b.number);
}

FILTER (times)
{
  Number a = get (input);
  Number b = get (arguments[0]);
  gint64 product;

  if (a.is_int && b.is_int && !__builtin_mul_overflow (a.integer, b.integer, &product))
    return trs_liquid_value_from_int (product);
  return make (a.number * b.number);
}

/* Of two whole numbers the quotient is rounded down, and the rest has the sign of the divisor. */
FILTER (divided_by)
{
  Number a = get (input);
  Number b = get (arguments[0]);

  if (b.number == 0)
    {
      trs_liquid_render_fail (render, TRS_LIQUID_ERROR_VALUE, "divided by 0");
      return NULL;
    }
  if (a.is_int && b.is_int && !(a.integer == G_MININT64 && b.integer == -1))
    return trs_liquid_value_from_int (
      a.integer / b.integer - (a.integer % b.integer != 0 && (a.integer < 0) != (b.integer < 0)));
  return make (a.number / b.number);
}

FILTER (modulo)
{
  Number a = get (input);
  Number b = get (arguments[0]);

  if (b.number == 0)
    {
      trs_liquid_render_fail (render, TRS_LIQUID_ERROR_VALUE, "divided by 0");
      return NULL;
    }
  if (a.is_int && b.is_int)
    {
      gint64 rest = b.integer == -1 ? 0 : a.integer % b.integer;

      return trs_liquid_value_from_int (
        rest != 0 && (rest < 0) != (b.integer < 0) ? rest + b.integer : rest);
    }
  return make (a.number - b.number * floor (a.number / b.number));
}

const TrsLiquidFilterSpec trs_liquid_number_filters[] = {
  { "abs", absolute, 0, 0 },
  { "at_least", at_least, 1, 1 },
  { "at_most", at_most, 1, 1 },
  { "ceil", ceiling, 0, 0 },
  { "divided_by", divided_by, 1, 1 },
  { "floor", floor_of, 0, 0 },
  { "minus", minus, 1, 1 },
  { "modulo", modulo, 1, 1 },
  { "plus", plus, 1, 1 },
  { "round", round_to, 0, 1 },
  { "times", times, 1, 1 },
  { NULL },
};
