/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server-fixture.h"
#include "tsv-server.h"

G_BEGIN_DECLS

#define COMPANY_PASSWORD "correct horse"
#define COMPANY_N_SERVERS 2

/* A sandbox and two of a company's servers with one database, all in this process and by one clock
 * that tests turn. dave's password is COMPANY_PASSWORD. */
typedef struct
{
  ServerFixture base;
  char *directory;
  char *database;
  char *config; /* a file */
  TsvServer *servers[COMPANY_N_SERVERS];
  TsvServer *server; /* that is asked; the first, unless a test says otherwise */
} CompanyFixture;

void company_fixture_set_up (CompanyFixture *self, gconstpointer data);
void company_fixture_tear_down (CompanyFixture *self, gconstpointer data);

#define COMPANY_TEST(path, func)                                                                  \
  g_test_add (path, CompanyFixture, NULL, company_fixture_set_up, func, company_fixture_tear_down)

/* Ends the servers and starts them again, with what the environment says now. */
void company_fixture_restart (CompanyFixture *self);
void company_fixture_set_password (CompanyFixture *self, const char *worker, const char *password);

/* One request to the server, to its end; @bearer and @body are nullable. The status is base.status. */
JsonObject *company_fixture_ask (CompanyFixture *self,
                                 const char *method,
                                 const char *path,
                                 const char *bearer,
                                 const char *body);
JsonObject *company_fixture_sign_in (CompanyFixture *self, const char *worker, const char *password);
JsonObject *company_fixture_renew (CompanyFixture *self,
                                   const char *refresh_token,
                                   const char *device,
                                   const char *attempt);
/* A worker has accepted a task whose attributes say that this conference is its own. */
void company_claim_conference (ServerFixture *base, const char *worker, const char *conference_sid);

const char *company_text (JsonObject *answer, const char *name);
void company_assert_refused (CompanyFixture *self,
                             JsonObject *answer,
                             guint status,
                             const char *code);

G_END_DECLS
