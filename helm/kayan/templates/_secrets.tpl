{{/* Files from secrets. A secret is mounted once, with the keys that are named. */}}

{{- define "kayan.secretNames" -}}
{{- $names := list }}
{{- range .Values.secretFiles }}{{ $names = append $names .secretName }}{{ end }}
{{- $names | uniq | toJson }}
{{- end }}

{{- define "kayan.secretMounts" -}}
{{- range $i, $name := include "kayan.secretNames" . | fromJsonArray }}
- {name: secret-{{ $i }}, mountPath: /etc/kayan/secrets/{{ $name }}, readOnly: true}
{{- end }}
{{- if .Values.tls.enabled }}
- {name: tls, mountPath: /etc/kayan/tls, readOnly: true}
{{- if .Values.tls.clientCaSecretName }}
- {name: client-ca, mountPath: /etc/kayan/client-ca, readOnly: true}
{{- end }}
{{- end }}
{{- end }}

{{- define "kayan.secretVolumes" -}}
{{- $files := .Values.secretFiles }}
{{- range $i, $name := include "kayan.secretNames" . | fromJsonArray }}
- name: secret-{{ $i }}
  secret:
    secretName: {{ $name }}
    defaultMode: 0440
    items:
      {{- range $files }}
      {{- if eq .secretName $name }}
      - {key: {{ .key }}, path: {{ .key }}}
      {{- end }}
      {{- end }}
{{- end }}
{{- if .Values.tls.enabled }}
- name: tls
  secret:
    secretName: {{ include "kayan.tlsSecretName" . }}
    defaultMode: 0440
    items:
      - {key: tls.crt, path: tls.crt}
      - {key: tls.key, path: tls.key}
{{- with .Values.tls.clientCaSecretName }}
- name: client-ca
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    items:
      - {key: ca.crt, path: ca.crt}
{{- end }}
{{- end }}
{{- end }}
