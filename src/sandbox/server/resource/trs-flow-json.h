/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

/* Flows and what became of them, as Studio's API shows them. */
JsonObject *trs_flow_to_json (gpointer flow, const char *base_url);
JsonObject *trs_flow_to_json_full (TrsFlow *flow, const char *base_url);
JsonObject *trs_flow_revision_to_json (TrsFlow *flow,
                                       TrsFlowRevision *revision,
                                       const char *base_url);
JsonObject *trs_test_users_to_json (TrsFlow *flow, const char *base_url);
JsonObject *trs_execution_to_json (gpointer execution, const char *base_url);
JsonObject *trs_execution_context_to_json (TrsExecution *execution, const char *base_url);
JsonObject *trs_step_to_json (TrsExecution *execution, TrsFlowStep *step, const char *base_url);
JsonObject *trs_step_context_to_json (TrsExecution *execution,
                                      TrsFlowStep *step,
                                      const char *base_url);

G_END_DECLS
