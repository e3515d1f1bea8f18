/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "resource/trs-task-channel-json.h"

static TrsTaskChannel *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, engine);
  TrsTaskChannel *channel;

  if (workspace == NULL)
    return NULL;
  channel = trs_workspace_get_task_channel (workspace, trs_request_get_variable (request, "Sid"));
  if (channel == NULL)
    trs_request_refuse_unknown (request);
  return channel;
}

static void
answer (TrsRequest *request, guint status, TrsTaskChannel *channel)
{
  trs_request_answer_object (
    request, status, trs_task_channel_to_rest (channel, trs_request_get_base_url (request)));
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);

  if (workspace != NULL)
    trs_page_answer (request, workspace->task_channels, "channels", trs_task_channel_to_rest);
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  TrsTaskChannelChange change = { NULL, };
  gboolean optimized = FALSE;
  TrsTaskChannel *channel = NULL;

  if (workspace == NULL)
    return;
  change.channel_optimized_routing =
    trs_form_read_bool (form, "ChannelOptimizedRouting", &optimized);
  if (trs_form_expect (form, "FriendlyName", &change.friendly_name, &error) &&
      trs_form_expect (form, "UniqueName", &change.unique_name, &error))
    channel = trs_task_channel_create (workspace, &change, &error);
  if (channel == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, channel);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsTaskChannel *channel = find (request, user_data);

  if (channel != NULL)
    answer (request, 200, channel);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsTaskChannel *channel = find (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  gboolean optimized = FALSE;
  TrsTaskChannelChange change = {
    .friendly_name = trs_form_get_filled (form, "FriendlyName"),
    .channel_optimized_routing = trs_form_read_bool (form, "ChannelOptimizedRouting", &optimized),
  };

  if (channel == NULL)
    return;
  if (!trs_task_channel_update (channel, &change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, channel);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsTaskChannel *channel = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (channel == NULL)
    return;
  if (!trs_task_channel_delete (channel, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define COLLECTION "/v1/Workspaces/{WorkspaceSid}/TaskChannels"

static const TrsRoute routes[] = {
  { "GET", COLLECTION, TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION, TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, delete },
};

void
trs_rest_add_task_channels (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
