{{/* Names, labels, addresses and image of the release. */}}

{{- define "kayan.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Room is left for the longest suffix, `-gazetteer`, within 63 characters. */}}
{{- define "kayan.fullname" -}}
{{- $name := include "kayan.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Nothing that ever changes: selectors are immutable. */}}
{{- define "kayan.selectorLabels" -}}
app.kubernetes.io/name: {{ include "kayan.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "kayan.commonLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* A new version of the chart alone must not replace the pods. */}}
{{- define "kayan.podLabels" -}}
{{ include "kayan.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- with mustMerge (dict) .Values.podLabels .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "kayan.labels" -}}
{{ include "kayan.selectorLabels" . }}
{{ include "kayan.commonLabels" . }}
{{- end }}

{{- define "kayan.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "kayan.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "kayan.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{/* Fewest pods that the release runs. */}}
{{- define "kayan.pods" -}}
{{- if .Values.autoscaling.enabled }}{{ .Values.autoscaling.minReplicas }}{{ else }}{{ .Values.replicaCount }}{{ end }}
{{- end }}

{{/* `address:port`, with an IPv6 address in brackets. Takes (list address port). */}}
{{- define "kayan.socket" -}}
{{- $address := index . 0 }}
{{- if contains ":" $address }}[{{ $address }}]{{ else }}{{ $address }}{{ end }}:{{ index . 1 }}
{{- end }}

{{- define "kayan.appProtocol" -}}
{{- ternary .Values.service.tlsAppProtocol .Values.service.appProtocol .Values.tls.enabled }}
{{- end }}

{{/* The chosen distribution, or nothing where the cluster does not know it. */}}
{{- define "kayan.trafficDistribution" -}}
{{- $wanted := .Values.service.trafficDistribution }}
{{- $since := ternary ">=1.31.0-0" ">=1.34.0-0" (eq $wanted "PreferClose") }}
{{- if and $wanted (semverCompare $since .Capabilities.KubeVersion.Version) }}{{ $wanted }}{{ end }}
{{- end }}

{{- define "kayan.tlsSecretName" -}}
{{- default (printf "%s-tls" (include "kayan.fullname" .)) .Values.tls.secretName }}
{{- end }}

{{- define "kayan.inlineGazetteer" -}}
{{- toYaml .Values.gazetteer.inline }}
{{- end }}
