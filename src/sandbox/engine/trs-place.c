/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-place.h"

#include <string.h>

/* json-glib forgets where a value stood, so this walks the text once more, to one value. The text
 * was parsed before: nothing here has to say no, it only has to end. */

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
} Walk;

static void
skip_space (Walk *walk)
{
  while (walk->at < walk->end && strchr (" \t\r\n", *walk->at) != NULL && *walk->at != '\0')
    walk->at++;
}

/* At a quote; leaves after the other one. */
static void
skip_string (Walk *walk)
{
  walk->at++;
  while (walk->at < walk->end && *walk->at != '"')
    walk->at += *walk->at == '\\' && walk->at + 1 < walk->end ? 2 : 1;
  if (walk->at < walk->end)
    walk->at++;
}

/* At a value; leaves after it. */
static void
skip_value (Walk *walk)
{
  guint depth = 0;

  do
    {
      skip_space (walk);
      if (walk->at == walk->end)
        return;
      if (*walk->at == '"')
        {
          skip_string (walk);
          continue;
        }
      if (*walk->at == '{' || *walk->at == '[')
        depth++;
      else if (*walk->at == '}' || *walk->at == ']')
        depth--;
      else if (depth == 0)
        {
          while (walk->at < walk->end && strchr (",]} \t\r\n", *walk->at) == NULL)
            walk->at++;
          return;
        }
      walk->at++;
    }
  while (depth > 0);
}

/* At '{' or '[' or a ','; leaves at the next element. FALSE at the end. */
static gboolean
next_element (Walk *walk)
{
  skip_space (walk);
  if (walk->at == walk->end || *walk->at == '}' || *walk->at == ']')
    return FALSE;
  walk->at++;
  skip_space (walk);
  return walk->at < walk->end && *walk->at != '}' && *walk->at != ']';
}

/* At a value; leaves at the element with that index, or says FALSE. */
static gboolean
enter_array (Walk *walk, guint64 index)
{
  if (walk->at == walk->end || *walk->at != '[')
    return FALSE;
  for (guint64 i = 0; next_element (walk); i++)
    {
      if (i == index)
        return TRUE;
      skip_value (walk);
    }
  return FALSE;
}

/* At a value; leaves at the member's value, with its name's beginning in @name. Of two members with
 * one name the last counts, as in the parsed tree. */
static gboolean
enter_object (Walk *walk, const char *member, gsize length, const char **name)
{
  const char *found = NULL;

  if (walk->at == walk->end || *walk->at != '{')
    return FALSE;
  while (next_element (walk) && *walk->at == '"')
    {
      const char *begin = walk->at;
      gboolean is_it;

      skip_string (walk);
      is_it = (gsize) (walk->at - begin) == length + 2 && memcmp (begin + 1, member, length) == 0;
      skip_space (walk);
      if (walk->at < walk->end)
        walk->at++; /* the colon */
      skip_space (walk);
      if (is_it)
        {
          found = walk->at;
          *name = begin;
        }
      skip_value (walk);
    }
  if (found != NULL)
    walk->at = found;
  return found != NULL;
}

/* One "[7]" or "name" of the path. FALSE when it is not there. */
static gboolean
follow (Walk *walk, const char **path, const char **place)
{
  gsize length;

  skip_space (walk);
  if (**path == '[')
    {
      char *end = NULL;
      guint64 index = g_ascii_strtoull (*path + 1, &end, 10);

      *path = *end == ']' ? end + 1 : end;
      if (!enter_array (walk, index))
        return FALSE;
      *place = walk->at;
      return TRUE;
    }
  if (**path == '.')
    ++*path;
  length = strcspn (*path, ".[");
  if (length == 0 || !enter_object (walk, *path, length, place))
    return FALSE;
  *path += length;
  return TRUE;
}

/**
 * trs_place_of_byte:
 * @text: any text
 * @length: its bytes
 * @byte: an offset; one past the end is the end
 *
 * Returns: the line and column of that byte
 */
TrsPlace
trs_place_of_byte (const char *text, gsize length, gsize byte)
{
  TrsPlace place = { 1, 1 };

  for (const char *c = text; c < text + MIN (byte, length); c++)
    {
      if (*c == '\n')
        {
          place.line++;
          place.column = 1;
        }
      else if (((guchar) *c & 0xc0) != 0x80) /* not within a character */
        place.column++;
    }
  return place;
}

/**
 * trs_place_of_field:
 * @text: JSON that was parsed before
 * @length: its bytes
 * @path: a field's path as #TrsDocument writes it, such as "accounts[0].workspaces[1].sid"
 *
 * Returns: where the field's name, or the list's element, begins; where it is missing, what should
 *   hold it
 */
TrsPlace
trs_place_of_field (const char *text, gsize length, const char *path)
{
  Walk walk = { text, text, text + length };
  const char *place;

  skip_space (&walk);
  place = walk.at;
  while (*path != '\0' && follow (&walk, &path, &place))
    ;
  return trs_place_of_byte (text, length, (gsize) (place - text));
}
