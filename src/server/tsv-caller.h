/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/* A worker who is signed in, and asks for something. */
typedef struct
{
  const char *worker_sid;
  const char *name;       /* as the session was opened for */
  gboolean is_shared;     /* signed in with the password that all know */
  gboolean is_supervisor; /* the token's role is supervisor, or admin */
} TsvCaller;

typedef void (*TsvCallerFunc) (TrsRequest *request, const TsvCaller *caller, gpointer user_data);

/* Who asks: refused here, or handed on; the request is held then. */
void tsv_caller_check (TsvContext *context,
                       TrsRequest *request,
                       TsvCallerFunc func,
                       gpointer user_data);
/* The same for supervisors only. */
void tsv_caller_check_supervisor (TsvContext *context,
                                  TrsRequest *request,
                                  TsvCallerFunc func,
                                  gpointer user_data);

G_END_DECLS
