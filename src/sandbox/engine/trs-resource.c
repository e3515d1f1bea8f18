/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-resource.h"

/**
 * trs_resource_list_after:
 * @list: (element-type TrsResource): a list in order of creation
 * @sid: (nullable): the SID of the last one seen
 *
 * Where to go on reading a list. Takes time that grows with the list: for pages, not for routing.
 *
 * Returns: the index of the first resource after @sid; 0 for %NULL; the length of the list when
 *   nothing in it has that SID
 */
guint
trs_resource_list_after (GPtrArray *list, const char *sid)
{
  if (sid == NULL)
    return 0;

  for (guint i = 0; i < list->len; i++)
    {
      const TrsResource *resource = g_ptr_array_index (list, i);

      if (g_str_equal (resource->sid, sid))
        return i + 1;
    }
  return list->len;
}
