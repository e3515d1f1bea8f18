/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-page.h"

#include <string.h>

#include "http/trs-refusal.h"
#include "trs-resource.h"

#define DEFAULT_SIZE 50
#define MAX_SIZE 1000

/* What a list request asks for, and what of the list it gets. */
typedef struct
{
  TrsRequest *request;
  GPtrArray *list; /* borrowed; of resources, in the order asked for */
  char *filters;   /* owned; the query without its paging, ending in "&" unless empty */
  gint64 size;
  gint64 number; /* counts from 0 */
  guint start;   /* index in the list */
  guint end;     /* index after the last */
} Page;

static void
page_clear (Page *page)
{
  g_free (page->filters);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Page, page_clear)

static char *
dup_filters (TrsRequest *request)
{
  g_auto(GStrv) pairs = g_strsplit (trs_request_get_query_text (request), "&", -1);
  g_autoptr(GString) filters = g_string_new (NULL);

  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      if (*pairs[i] != '\0' && !g_str_has_prefix (pairs[i], "PageSize=") &&
          !g_str_has_prefix (pairs[i], "Page=") && !g_str_has_prefix (pairs[i], "PageToken="))
        g_string_append_printf (filters, "%s&", pairs[i]);
    }
  return g_strdup (filters->str);
}

static gboolean
has_sid (GPtrArray *list, const char *sid)
{
  for (guint i = 0; i < list->len; i++)
    {
      if (g_str_equal (((const TrsResource *) g_ptr_array_index (list, i))->sid, sid))
        return TRUE;
    }
  return FALSE;
}

/* A token is "PA" and the last SID of the page before, or "PB" and the first of the one after. */
static void
page_place (Page *page, const char *token)
{
  GPtrArray *list = page->list;
  guint after;

  if (token == NULL || strlen (token) < 2)
    page->start = (guint) MIN (page->number * page->size, (gint64) list->len);
  else if (g_str_has_prefix (token, "PB"))
    {
      after = trs_resource_list_after (list, token + 2);
      page->start = after > page->size ? after - 1 - (guint) page->size : 0;
    }
  else if (page->number > 0 && !has_sid (list, token + 2))
    /* It was deleted meanwhile. Rather show one twice than leave one out. */
    page->start = (guint) MIN (page->number * page->size - 1, (gint64) list->len);
  else
    page->start = trs_resource_list_after (list, token + 2);
  page->end = (guint) MIN ((gint64) page->start + page->size, (gint64) list->len);
}

static gboolean
page_read (Page *page, TrsRequest *request, GPtrArray *list, gboolean allow_jump, GError **error)
{
  TrsForm *query = trs_request_get_query (request);
  const char *token = trs_form_get_filled (query, "PageToken");

  page->request = request;
  page->list = list;
  if (!trs_form_get_int (query, "PageSize", 1, MAX_SIZE, DEFAULT_SIZE, &page->size, error) ||
      !trs_form_get_int (query, "Page", 0, G_MAXINT32, 0, &page->number, error))
    return FALSE;

  if (page->number > 0 && token == NULL && !allow_jump)
    {
      g_set_error_literal (error, TRS_REFUSAL, 40153,
                           "Absolute paging is no longer supported; follow next_page_url");
      return FALSE;
    }
  if (token != NULL && !g_str_has_prefix (token, "PA") && !g_str_has_prefix (token, "PB"))
    {
      g_set_error (error, TRS_REFUSAL, 20001, "PageToken '%s' is not valid", token);
      return FALSE;
    }
  page->filters = dup_filters (request);
  page_place (page, token);
  return TRUE;
}

static void
page_set_address (Page *page,
                  JsonObject *object,
                  const char *name,
                  const char *base,
                  gint64 number,
                  const char *token)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%s%s?%sPageSize=%" G_GINT64_FORMAT "&Page=%" G_GINT64_FORMAT "%s%s", base,
                          trs_request_get_path (page->request), page->filters, page->size, number,
                          token != NULL ? "&PageToken=" : "", token != NULL ? token : "");
  json_object_set_string_member (object, name, text);
}

/* What has no SID of its own (a queue's member) is found by the page's number alone. */
static char *
page_dup_token (Page *page, const char *prefix, guint index)
{
  const TrsResource *resource = g_ptr_array_index (page->list, index);

  return *resource->sid != '\0' ? g_strconcat (prefix, resource->sid, NULL) : NULL;
}

/* @suffix is "url" with absolute addresses, or "uri" with relative ones. */
static void
page_set_addresses (Page *page, JsonObject *object, const char *base, const char *suffix)
{
  g_autofree char *first = g_strconcat ("first_page_", suffix, NULL);
  g_autofree char *previous = g_strconcat ("previous_page_", suffix, NULL);
  g_autofree char *next = g_strconcat ("next_page_", suffix, NULL);
  g_autofree char *token = NULL;
  const char *own = trs_form_get_filled (trs_request_get_query (page->request), "PageToken");

  page_set_address (page, object, first, base, 0, NULL);
  page_set_address (page, object, suffix, base, page->number, own);
  json_object_set_null_member (object, previous);
  json_object_set_null_member (object, next);
  if (page->start > 0 && page->end > page->start)
    {
      token = page_dup_token (page, "PB", page->start);
      page_set_address (page, object, previous, base, MAX (page->number - 1, 0), token);
      g_clear_pointer (&token, g_free);
    }
  if (page->end < page->list->len && page->end > page->start)
    {
      token = page_dup_token (page, "PA", page->end - 1);
      page_set_address (page, object, next, base, page->number + 1, token);
    }
}

static JsonArray *
page_to_array (Page *page, TrsSerializerFull to_json, gpointer user_data)
{
  const char *base_url = trs_request_get_base_url (page->request);
  JsonArray *array = json_array_new ();

  for (guint i = page->start; i < page->end; i++)
    json_array_add_object_element (
      array, to_json (g_ptr_array_index (page->list, i), base_url, user_data));
  return array;
}

/* Most resources need nothing but themselves. */
static JsonObject *
serialize (gpointer resource, const char *base_url, gpointer user_data)
{
  TrsSerializer *to_json = user_data;

  return (*to_json) (resource, base_url);
}

/**
 * trs_page_answer_full:
 * @request: a GET of a list
 * @list: (element-type TrsResource): all that passes its filters, in the order asked for
 * @key: the array's name, also in "meta"
 * @to_json: makes one element
 * @user_data: for @to_json
 *
 * Answers with the page that the request names, in the envelope of the TaskRouter API. The SDKs
 * fetch "next_page_url" verbatim, so it leads back here.
 *
 * Source: the service's page "Response and paging"; the official Node library.
 */
void
trs_page_answer_full (TrsRequest *request,
                      GPtrArray *list,
                      const char *key,
                      TrsSerializerFull to_json,
                      gpointer user_data)
{
  g_auto(Page) page = { NULL, };
  g_autoptr(GError) error = NULL;
  JsonObject *object, *meta;

  if (!page_read (&page, request, list, FALSE, &error))
    {
      trs_request_answer_error (request, error);
      return;
    }

  meta = json_object_new ();
  json_object_set_int_member (meta, "page", page.number);
  json_object_set_int_member (meta, "page_size", page.size);
  page_set_addresses (&page, meta, trs_request_get_base_url (request), "url");
  json_object_set_string_member (meta, "key", key);
  object = json_object_new ();
  json_object_set_array_member (object, key, page_to_array (&page, to_json, user_data));
  json_object_set_object_member (object, "meta", meta);
  trs_request_answer_object (request, 200, object);
}

/**
 * trs_page_answer:
 * @request: a GET of a list
 * @list: (element-type TrsResource): all that passes its filters, in the order asked for
 * @key: the array's name
 * @to_json: makes one element
 *
 * The same for a resource that needs nothing but itself.
 */
void
trs_page_answer (TrsRequest *request, GPtrArray *list, const char *key, TrsSerializer to_json)
{
  trs_page_answer_full (request, list, key, serialize, &to_json);
}

/**
 * trs_page_answer_2010:
 * @request: a GET of a list
 * @list: (element-type TrsResource): all that passes its filters, in the order asked for
 * @key: the array's name
 * @to_json: makes one element
 *
 * The same in the envelope of the 2010 API, whose addresses are relative.
 */
void
trs_page_answer_2010 (TrsRequest *request,
                      GPtrArray *list,
                      const char *key,
                      TrsSerializer to_json)
{
  g_auto(Page) page = { NULL, };
  g_autoptr(GError) error = NULL;
  JsonObject *object;

  if (!page_read (&page, request, list, TRUE, &error))
    {
      trs_request_answer_error (request, error);
      return;
    }

  object = json_object_new ();
  json_object_set_array_member (object, key, page_to_array (&page, serialize, &to_json));
  page_set_addresses (&page, object, "", "uri");
  json_object_set_int_member (object, "page", page.number);
  json_object_set_int_member (object, "page_size", page.size);
  json_object_set_int_member (object, "start", page.start);
  json_object_set_int_member (object, "end", page.end > page.start ? page.end - 1 : page.start);
  trs_request_answer_object (request, 200, object);
}

/**
 * trs_page_answer_2010_newest:
 * @request: a GET of a list
 * @list: (element-type TrsResource): all that passes its filters, the oldest first
 * @key: the array's name
 * @to_json: makes one element
 *
 * The same, the newest first: of calls, conferences and recordings, which have no parameter for
 * their order.
 *
 * Source: the official OpenAPI documents' repository, issue 22.
 */
void
trs_page_answer_2010_newest (TrsRequest *request,
                             GPtrArray *list,
                             const char *key,
                             TrsSerializer to_json)
{
  g_autoptr(GPtrArray) newest = g_ptr_array_sized_new (list->len);

  for (guint i = list->len; i > 0; i--)
    g_ptr_array_add (newest, g_ptr_array_index (list, i - 1));
  trs_page_answer_2010 (request, newest, key, to_json);
}
