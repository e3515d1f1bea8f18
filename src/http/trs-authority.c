/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-authority.h"

#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>

#define DAY (24 * 60 * 60)
#define LIFE (365 * DAY)
#define SERIAL_SIZE 16

struct _TrsAuthority
{
  GTlsCertificate *server; /* owned; with its key */
  char *pem;               /* owned; the authority's own certificate */
};

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)

static gboolean
check (int code, GError **error)
{
  if (code >= 0)
    return TRUE;
  g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_MISC, "Can't make a certificate: %s",
               gnutls_strerror (code));
  return FALSE;
}

static gboolean
make_key (gnutls_x509_privkey_t *key, GError **error)
{
  return check (gnutls_x509_privkey_init (key), error) &&
         check (gnutls_x509_privkey_generate (
                  *key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
                error);
}

/* What every certificate has. */
static gboolean
begin (gnutls_x509_crt_t *certificate,
       gnutls_x509_privkey_t key,
       const char *name,
       gint64 now,
       GError **error)
{
  guint8 serial[SERIAL_SIZE];

  if (!check (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial), error))
    return FALSE;
  serial[0] = (serial[0] & 0x7f) | 1; /* a positive number */
  return check (gnutls_x509_crt_init (certificate), error) &&
         check (gnutls_x509_crt_set_version (*certificate, 3), error) &&
         check (gnutls_x509_crt_set_serial (*certificate, serial, sizeof serial), error) &&
         check (gnutls_x509_crt_set_activation_time (*certificate, (time_t) now - DAY), error) &&
         check (gnutls_x509_crt_set_expiration_time (*certificate, (time_t) now + LIFE), error) &&
         check (gnutls_x509_crt_set_dn_by_oid (*certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                               (unsigned) strlen (name)),
                error) &&
         check (gnutls_x509_crt_set_key (*certificate, key), error);
}

static gboolean
sign (gnutls_x509_crt_t certificate,
      gnutls_x509_crt_t issuer,
      gnutls_x509_privkey_t key,
      GError **error)
{
  return check (gnutls_x509_crt_sign2 (certificate, issuer, key, GNUTLS_DIG_SHA256, 0), error);
}

static gboolean
make_authority (gnutls_x509_crt_t *certificate,
                gnutls_x509_privkey_t key,
                gint64 now,
                GError **error)
{
  return begin (certificate, key, "Task Router sandbox, of one run", now, error) &&
         check (gnutls_x509_crt_set_basic_constraints (*certificate, 1, 0), error) &&
         check (gnutls_x509_crt_set_key_usage (*certificate, GNUTLS_KEY_KEY_CERT_SIGN), error) &&
         sign (*certificate, *certificate, key, error);
}

static gboolean
add_name (gnutls_x509_crt_t certificate,
          gnutls_x509_subject_alt_name_t kind,
          const void *name,
          gsize size,
          GError **error)
{
  return check (gnutls_x509_crt_set_subject_alt_name (certificate, kind, name, (unsigned) size,
                                                      GNUTLS_FSAN_APPEND),
                error);
}

static gboolean
add_names (gnutls_x509_crt_t certificate, GError **error)
{
  const guint32 loopback = htonl (INADDR_LOOPBACK);
  const struct in6_addr loopback6 = IN6ADDR_LOOPBACK_INIT;

  return add_name (certificate, GNUTLS_SAN_DNSNAME, "localhost", strlen ("localhost"), error) &&
         add_name (certificate, GNUTLS_SAN_IPADDRESS, &loopback, sizeof loopback, error) &&
         add_name (certificate, GNUTLS_SAN_IPADDRESS, &loopback6, sizeof loopback6, error);
}

static gboolean
make_server (gnutls_x509_crt_t *certificate,
             gnutls_x509_privkey_t key,
             gnutls_x509_crt_t authority,
             gnutls_x509_privkey_t authority_key,
             gint64 now,
             GError **error)
{
  return begin (certificate, key, "localhost", now, error) && add_names (*certificate, error) &&
         check (gnutls_x509_crt_set_basic_constraints (*certificate, 0, -1), error) &&
         check (gnutls_x509_crt_set_key_usage (*certificate, GNUTLS_KEY_DIGITAL_SIGNATURE),
                error) &&
         check (gnutls_x509_crt_set_key_purpose_oid (*certificate, GNUTLS_KP_TLS_WWW_SERVER, 0),
                error) &&
         sign (*certificate, authority, authority_key, error);
}

static char *
export_certificate (gnutls_x509_crt_t certificate, GError **error)
{
  gnutls_datum_t datum;
  char *text;

  if (!check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &datum), error))
    return NULL;
  text = g_strndup ((const char *) datum.data, datum.size);
  gnutls_free (datum.data);
  return text;
}

static GTlsCertificate *
export_pair (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, GError **error)
{
  g_autofree char *public = export_certificate (certificate, error);
  gnutls_datum_t datum;
  g_autoptr(GString) pair = NULL;
  GTlsCertificate *made;

  if (public == NULL ||
      !check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL,
                                                 GNUTLS_PKCS_PLAIN, &datum),
              error))
    return NULL;
  pair = g_string_new (public);
  g_string_append_len (pair, (const char *) datum.data, (gssize) datum.size);
  gnutls_memset (datum.data, 0, datum.size);
  gnutls_free (datum.data);
  made = g_tls_certificate_new_from_pem (pair->str, (gssize) pair->len, error);
  gnutls_memset (pair->str, 0, pair->len);
  return made;
}

/**
 * trs_authority_new:
 * @now: seconds since the epoch, by the machine's clock, as clients check it
 * @error: a #GTlsError
 *
 * Returns: (transfer full) (nullable): an authority that has signed a certificate for this machine
 *
 * Source: RFC 5280, and what browsers ask of a server's certificate.
 */
TrsAuthority *
trs_authority_new (gint64 now, GError **error)
{
  g_autoptr(TrsAuthority) self = g_new0 (TrsAuthority, 1);
  g_auto(gnutls_x509_privkey_t) authority_key = NULL;
  g_auto(gnutls_x509_privkey_t) key = NULL;
  g_auto(gnutls_x509_crt_t) authority = NULL;
  g_auto(gnutls_x509_crt_t) certificate = NULL;

  if (!make_key (&authority_key, error) ||
      !make_authority (&authority, authority_key, now, error) || !make_key (&key, error) ||
      !make_server (&certificate, key, authority, authority_key, now, error) ||
      (self->pem = export_certificate (authority, error)) == NULL ||
      (self->server = export_pair (certificate, key, error)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
trs_authority_free (TrsAuthority *self)
{
  g_clear_object (&self->server);
  g_free (self->pem);
  g_free (self);
}

/**
 * trs_authority_get_server_certificate:
 *
 * Returns: (transfer none): for localhost, 127.0.0.1 and ::1, with its key
 */
GTlsCertificate *
trs_authority_get_server_certificate (TrsAuthority *self)
{
  return self->server;
}

/**
 * trs_authority_write:
 * @self: an authority
 * @path: a file, which is replaced as a whole
 * @error: a #GFileError
 *
 * Writes what a program has to trust: the authority's certificate, which is no secret.
 */
gboolean
trs_authority_write (TrsAuthority *self, const char *path, GError **error)
{
  return g_file_set_contents_full (path, self->pem, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                                   error);
}
