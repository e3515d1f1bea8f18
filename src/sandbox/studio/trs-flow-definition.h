/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A Studio flow's definition: widgets ("states") and the transitions between them, checked. It
 * never changes, so executions share it. */
typedef struct _TrsFlowDefinition TrsFlowDefinition;
typedef struct _TrsFlowWidget TrsFlowWidget;

#define TRS_FLOW_MAX_BYTES (1024 * 1024)
#define TRS_FLOW_MAX_WIDGETS 2000 /* the service's own limit */
#define TRS_FLOW_MAX_PROBLEMS 100

typedef enum
{
  TRS_FLOW_WIDGET_OTHER, /* known to the service or not: not run by the sandbox */
  TRS_FLOW_WIDGET_CONNECT_CALL_TO,
  TRS_FLOW_WIDGET_ENQUEUE_CALL,
  TRS_FLOW_WIDGET_GATHER_INPUT_ON_CALL,
  TRS_FLOW_WIDGET_MAKE_HTTP_REQUEST,
  TRS_FLOW_WIDGET_RECORD_VOICEMAIL,
  TRS_FLOW_WIDGET_RUN_FUNCTION,
  TRS_FLOW_WIDGET_SAY_PLAY,
  TRS_FLOW_WIDGET_SEND_TO_FLEX,
  TRS_FLOW_WIDGET_SET_VARIABLES,
  TRS_FLOW_WIDGET_SPLIT_BASED_ON,
  TRS_FLOW_WIDGET_TRIGGER,
} TrsFlowWidgetType;

/**
 * TrsFlowError:
 * @TRS_FLOW_ERROR_INVALID: the definition is not valid; the details say where and why
 *
 * The values are the service's own codes.
 *
 * Source: the service's error dictionary.
 */
typedef enum
{
  TRS_FLOW_ERROR_INVALID = 81022,
} TrsFlowError;

#define TRS_FLOW_ERROR (trs_flow_error_quark ())
GQuark trs_flow_error_quark (void);

TrsFlowDefinition *trs_flow_definition_new (JsonNode *node, JsonObject **details, GError **error);
TrsFlowDefinition *trs_flow_definition_parse (const char *text, gssize length, JsonObject **details, GError **error);
TrsFlowDefinition *trs_flow_definition_ref (TrsFlowDefinition *self);
void trs_flow_definition_unref (TrsFlowDefinition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsFlowDefinition, trs_flow_definition_unref)

JsonNode *trs_flow_definition_get_node (TrsFlowDefinition *self);
TrsFlowWidget *trs_flow_definition_get_initial_widget (TrsFlowDefinition *self);
TrsFlowWidget *trs_flow_definition_get_widget (TrsFlowDefinition *self, const char *name);
gboolean trs_flow_definition_allows_concurrent_calls (TrsFlowDefinition *self);

const char *trs_flow_widget_get_name (TrsFlowWidget *self);
const char *trs_flow_widget_get_type_name (TrsFlowWidget *self);
TrsFlowWidgetType trs_flow_widget_get_widget_type (TrsFlowWidget *self);
JsonObject *trs_flow_widget_get_properties (TrsFlowWidget *self);
JsonArray *trs_flow_widget_get_transitions (TrsFlowWidget *self);
gboolean trs_flow_widget_has_event (TrsFlowWidget *self, const char *event);
const char *trs_flow_widget_get_next (TrsFlowWidget *self, const char *event);

G_END_DECLS
