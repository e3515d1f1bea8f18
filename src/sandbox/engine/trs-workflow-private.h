/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-workflow.h"

G_BEGIN_DECLS

TrsWorkflow *trs_workflow_new (TrsWorkspace *workspace,
                               const char *sid,
                               const TrsWorkflowChange *change,
                               GError **error);

G_END_DECLS
