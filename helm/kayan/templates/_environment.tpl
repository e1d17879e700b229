{{/* What the server is told: one line a variable. */}}

{{- define "kayan.environment" -}}
{{- $server := .Values.server -}}
KAYAN__GRPC_ADDRESS: {{ include "kayan.socket" (list $server.bindAddress (int $server.grpcPort)) | quote }}
KAYAN__ADMIN_ADDRESS: {{ include "kayan.socket" (list $server.bindAddress (int $server.adminPort)) | quote }}
KAYAN__SHUTDOWN_DELAY: {{ printf "%ds" (int $server.shutdownDelaySeconds) | quote }}
KAYAN__DRAIN_TIMEOUT: {{ printf "%ds" (int $server.drainTimeoutSeconds) | quote }}
KAYAN__CONNECTION_AGE: {{ $server.connectionAge | quote }}
KAYAN__LOG: {{ $server.log | quote }}
{{- if $server.playground }}
KAYAN__PLAYGROUND: "true"
{{- end }}
{{- $optional := dict
  "KAYAN__MAX_IN_FLIGHT" $server.maxInFlight
  "KAYAN__WORKERS" $server.workers
  "KAYAN__MAX_TEXT_BYTES" $server.maxTextBytes
  "KAYAN__MAX_DOCUMENTS" $server.maxDocuments
  "KAYAN__MAX_REQUEST_BYTES" $server.maxRequestBytes
  "KAYAN__MAX_AD_HOC_ENTRIES" $server.maxAdHocEntries }}
{{- range $name, $value := $optional }}
{{- if not (kindIs "invalid" $value) }}
{{ $name }}: {{ int64 $value | quote }}
{{- end }}
{{- end }}
{{- with include "kayan.gazetteerPaths" . }}
KAYAN__GAZETTEER: {{ . | quote }}
{{- end }}
{{- end }}

{{/*
TLS is told by flags rather than variables: a server that does not know them
refuses to start, where it would serve in plain text.
*/}}
{{- define "kayan.arguments" -}}
- serve
{{- if .Values.tls.enabled }}
- --tls-certificate=/etc/kayan/tls/tls.crt
- --tls-key=/etc/kayan/tls/tls.key
{{- if .Values.tls.clientCaSecretName }}
- --tls-client-ca=/etc/kayan/client-ca/ca.crt
{{- end }}
{{- end }}
{{- end }}
