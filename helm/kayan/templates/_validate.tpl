{{/*
What the schema cannot say: values that contradict each other or the cluster.
All of it is told at once.
*/}}
{{- define "kayan.validate" -}}
{{- $faults := list }}
{{- $values := .Values }}
{{- $version := .Capabilities.KubeVersion.Version }}

{{- $needed := add $values.preStopSleepSeconds $values.server.shutdownDelaySeconds $values.server.drainTimeoutSeconds 2 }}
{{- if lt (int $values.terminationGracePeriodSeconds) (int $needed) }}
{{- $faults = append $faults (printf "terminationGracePeriodSeconds is %d, but preStopSleepSeconds (%d) + server.shutdownDelaySeconds (%d) + server.drainTimeoutSeconds (%d) + 2 need %d: calls would be killed" (int $values.terminationGracePeriodSeconds) (int $values.preStopSleepSeconds) (int $values.server.shutdownDelaySeconds) (int $values.server.drainTimeoutSeconds) $needed) }}
{{- end }}

{{- if eq (int $values.server.grpcPort) (int $values.server.adminPort) }}
{{- $faults = append $faults (printf "server.grpcPort and server.adminPort are both %d" (int $values.server.grpcPort)) }}
{{- end }}

{{- $size := include "kayan.inlineGazetteer" . | len }}
{{- if gt $size 1000000 }}
{{- $faults = append $faults (printf "gazetteer.inline has %d bytes, but a config map holds 1 MiB with all that belongs to it: use volumeClaims, images or init" $size) }}
{{- end }}
{{- if and $values.gazetteer.images (semverCompare "<1.31.0-0" $version) }}
{{- $faults = append $faults (printf "gazetteer.images needs Kubernetes 1.31, this is %s" $version) }}
{{- end }}
{{- if and $values.gazetteer.init.enabled (not $values.gazetteer.init.image) }}
{{- $faults = append $faults "gazetteer.init.image is not set" }}
{{- end }}

{{- if $values.autoscaling.enabled }}
{{- if gt (int $values.autoscaling.minReplicas) (int $values.autoscaling.maxReplicas) }}
{{- $faults = append $faults (printf "autoscaling.minReplicas (%d) is above autoscaling.maxReplicas (%d)" (int $values.autoscaling.minReplicas) (int $values.autoscaling.maxReplicas)) }}
{{- end }}
{{- if not (dig "requests" "cpu" "" $values.resources) }}
{{- $faults = append $faults "autoscaling goes by the CPU request: set resources.requests.cpu" }}
{{- end }}
{{- end }}

{{- $budget := $values.podDisruptionBudget }}
{{- if $budget.enabled }}
{{- $most := kindIs "invalid" $budget.maxUnavailable | not }}
{{- $least := kindIs "invalid" $budget.minAvailable | not }}
{{- if eq $most $least }}
{{- $faults = append $faults "podDisruptionBudget takes one of maxUnavailable and minAvailable: set the other to null" }}
{{- end }}
{{- if and $least (kindIs "float64" $budget.minAvailable) (ge (int $budget.minAvailable) (include "kayan.pods" . | int)) (gt (include "kayan.pods" . | int) 1) }}
{{- $faults = append $faults (printf "podDisruptionBudget.minAvailable is %d of %s pods: no node could ever be drained" (int $budget.minAvailable) (include "kayan.pods" .)) }}
{{- end }}
{{- end }}
{{- if and (eq (toString $values.rollout.maxSurge) "0") (eq (toString $values.rollout.maxUnavailable) "0") }}
{{- $faults = append $faults "rollout.maxSurge and rollout.maxUnavailable are both 0: no rollout could go on" }}
{{- end }}

{{- if $values.tls.certManager.enabled }}
{{- if not $values.tls.enabled }}
{{- $faults = append $faults "tls.certManager.enabled without tls.enabled: the certificate would not be used" }}
{{- end }}
{{- if not $values.tls.certManager.issuerRef }}
{{- $faults = append $faults "tls.certManager.issuerRef is not set" }}
{{- end }}
{{- else if and $values.tls.enabled (not $values.tls.secretName) }}
{{- $faults = append $faults "tls.enabled needs tls.secretName or tls.certManager.enabled" }}
{{- end }}
{{- if and $values.tls.clientCaSecretName (not $values.tls.enabled) }}
{{- $faults = append $faults "tls.clientCaSecretName without tls.enabled: clients would not be checked" }}
{{- end }}
{{- if and $values.tls.clientCaSecretName $values.test.enabled (not $values.test.clientSecretName) }}
{{- $faults = append $faults "tls.clientCaSecretName would refuse helm test: set test.clientSecretName, or test.enabled to false" }}
{{- end }}

{{- if and $values.gateway.enabled (not $values.gateway.parentRefs) }}
{{- $faults = append $faults "gateway.parentRefs is empty: the route would belong to no gateway" }}
{{- end }}
{{- if and $values.ingress.enabled (not $values.ingress.hosts) }}
{{- $faults = append $faults "ingress.hosts is empty: the ingress would take the calls of every host" }}
{{- end }}
{{- if and $values.metrics.serviceMonitor.enabled $values.metrics.podMonitor.enabled }}
{{- $faults = append $faults "metrics.serviceMonitor and metrics.podMonitor are both enabled: every pod would be scraped twice" }}
{{- end }}
{{- if and (not $values.serviceAccount.create) (not $values.serviceAccount.name) }}
{{- $faults = append $faults "serviceAccount.create is off: set serviceAccount.name" }}
{{- end }}

{{- range $values.extraEnv }}
{{- if hasPrefix "KAYAN__" .name }}
{{- if hasKey (include "kayan.environment" $ | fromYaml) .name }}
{{- $faults = append $faults (printf "extraEnv sets %s, which the chart sets from other values" .name) }}
{{- end }}
{{- end }}
{{- end }}

{{- if $faults }}
{{- printf "\n\nThe values do not fit together:\n- %s\n" (join "\n- " $faults) | fail }}
{{- end }}
{{- end }}
